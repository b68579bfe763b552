import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pasar.finance.payments import queries as payments
from pasar.market.basket import queries as baskets
from pasar.market.basket.rules import Owner
from pasar.market.catalogue import operations as catalogue
from pasar.market.checkout.tests.buying import fill_wallet
from pasar.market.identity import queries as people
from pasar.market.identity.models import Customer, Person
from pasar.market.orders import queries as order_pages
from pasar.market.stock import operations as stock_operations
from pasar.market.stock import queries as stock
from pasar.storefront.tests.making import bank_says, form_of, pay, visitor


@pytest.fixture
def ready(siti, shop, other_shop):
    """Siti's browser with two shops' goods in the basket."""
    who = visitor("siti@mail.example")
    who.post("basket/add/", {"sku_id": shop.skus["A"], "units": "2"})
    who.post("basket/add/", {"sku_id": other_shop.skus["C"], "units": "1"})
    return who


def asked(who, path: str = "checkout/") -> dict[str, str]:
    return form_of(who.get(path), "buy")


def bought(customer: int) -> list:
    return order_pages.customer_orders(customer)


def test_one_page_leads_to_one_purchase_with_an_order_a_shop(ready, siti, shop):
    answer = ready.post("checkout/place/", asked(ready))
    assert answer.status_code == 302
    purchase = order_pages.purchase_page(siti, answer.url.split("/")[-2])
    assert purchase.goods_minor == 2 * 7_500_000 + 12_000_000
    assert len(purchase.orders) == 2
    assert baskets.count("id", Owner(customer_id=siti)) == 0
    assert stock.free([shop.skus["A"]])[shop.skus["A"]] == 8
    page = ready.get(answer.url)
    assert page.context["purchase"].status == "awaiting_payment"


def test_sending_it_twice_buys_once(ready, siti):
    sent = asked(ready)
    first, second = ready.post("checkout/place/", sent), ready.post("checkout/place/", sent)
    assert first.url == second.url
    assert len(bought(siti)) == 2


def test_a_changed_price_is_shown_and_asked_again_never_charged(ready, siti, shop):
    sent = asked(ready)
    catalogue.set_prices(
        seller_id=shop.seller_id, prices={shop.skus["A"]: (8_000_000, None)}, actor=f"seller:{shop.seller_id}"
    )
    answer = ready.post("checkout/place/", sent | {"note": "ring twice"})
    assert answer.status_code == 409
    page = answer.context["page"]
    assert ("price", 7_500_000, 8_000_000) in [(each.kind, each.was, each.now) for each in page.changes]
    assert "ring twice" in answer.content.decode()
    assert bought(siti) == []
    again = ready.post("checkout/place/", form_of(answer, "buy"))
    assert again.status_code == 302
    assert sum(each.total_minor for each in bought(siti)) == page.quote.total_minor


@pytest.mark.parametrize(
    "forged",
    [
        {"total": "1"},
        {"total": "0"},
        {"total": "-5"},
        {"total": "99999999999999999999"},
        {"total": ""},
        {"key": ""},
        {"key": "short"},
        {"key": "x" * 65},
        {"address": "x"},
        {"address": ""},
        {"address": "0"},
        {"method": "free"},
        {"method": ""},
        {"method": "\0"},
        {"note": "x" * 501},
    ],
)
def test_a_forged_form_buys_nothing(ready, siti, forged):
    answer = ready.post("checkout/place/", asked(ready) | forged)
    assert 400 <= answer.status_code < 500
    assert bought(siti) == []
    assert baskets.count("id", Owner(customer_id=siti)) == 2


def test_forged_lines_buy_nothing(ready, siti, shop):
    sent = asked(ready)
    line, price = f"line-{shop.skus['A']}", f"price-{shop.skus['A']}"
    for forged in (
        {line: "-2"}, {line: "0"}, {line: "1"}, {line: "1e3"}, {line: "9" * 30}, {price: "1"}, {"line--1": "1"},
        {"line-4242424242": "1"}, {"delivery-1": "x"}, {"delivery-1": "pasar_express:warp:9"},
    ):  # fmt: skip
        answer = ready.post("checkout/place/", sent | forged)
        assert 400 <= answer.status_code < 500, forged
        assert bought(siti) == [], forged


def test_somebody_elses_address_is_refused_and_not_shown(ready, siti, budi):
    [theirs] = people.addresses(budi)
    answer = ready.post("checkout/place/", asked(ready) | {"address": str(theirs.id)})
    assert answer.status_code == 422
    assert "Budi" not in answer.content.decode()
    quoted = ready.post("checkout/", asked(ready) | {"address": str(theirs.id)})
    assert quoted.status_code == 200
    assert "Budi" not in quoted.content.decode()
    assert bought(siti) == []


def test_what_sold_out_meanwhile_is_named_and_the_rest_can_be_bought(ready, siti, budi, shop, other_shop):
    sent = asked(ready)
    other = visitor("budi@mail.example")
    other.post("basket/add/", {"sku_id": other_shop.skus["C"], "units": "5"})
    assert other.post("checkout/place/", asked(other)).status_code == 302
    answer = ready.post("checkout/place/", sent)
    assert answer.status_code == 409
    assert [each.title for each in answer.context["page"].hindrances] == ["Kaos C"]
    assert bought(siti) == []
    assert ready.post("checkout/place/", form_of(answer, "buy")).status_code == 302
    [order] = bought(siti)
    assert [(line.sku_id, line.units) for line in order.lines] == [(shop.skus["A"], 2)]


def test_a_checkout_opened_past_the_basket_says_what_it_leaves_out_and_why(ready, siti, shop, other_shop):
    actor = f"seller:{shop.seller_id}"
    ready.post("basket/add/", {"sku_id": shop.skus["B"], "units": "2"})
    stock_operations.set_on_hand(
        country="id", seller_id=shop.seller_id, on_hand={shop.skus["B"]: 1}, actor=actor
    )
    catalogue.withdraw(seller_id=other_shop.seller_id, listing_id=other_shop.listings["C"], actor="seller:x")
    answer = ready.get("checkout/")
    page = answer.context["page"]
    assert {(each.title, str(each.text)) for each in page.hindrances} == {
        ("Kaos B", "Only 1 piece is left."),
        ("Kaos C", "This is no longer for sale."),
    }
    assert "It stays in your basket." in answer.content.decode()
    assert [line.goods.sku_id for line in page.quote.lines] == [shop.skus["A"]]
    assert ready.post("checkout/place/", form_of(answer, "buy")).status_code == 302
    [order] = bought(siti)
    assert [line.sku_id for line in order.lines] == [shop.skus["A"]]
    assert baskets.count("id", Owner(customer_id=siti)) == 2


def test_where_nothing_can_be_bought_it_is_said_of_each(siti, shop):
    who = visitor("siti@mail.example")
    who.post("basket/add/", {"sku_id": shop.skus["A"]})
    catalogue.withdraw(seller_id=shop.seller_id, listing_id=shop.listings["A"], actor="seller:x")
    answer = who.get("checkout/")
    assert [each.title for each in answer.context["page"].hindrances] == ["Kaos A"]
    assert 'id="buy"' not in answer.content.decode()


def test_bought_now_the_basket_stays_as_it_is(siti, shop):
    who = visitor("siti@mail.example")
    who.post("basket/add/", {"sku_id": shop.skus["B"]})
    answer = who.post("basket/add/", {"sku_id": shop.skus["A"], "units": "3", "buy_now": "1"})
    assert answer.url == f"/id/en/checkout/?sku={shop.skus['A']}&units=3"
    placed = who.post("checkout/place/", asked(who, answer.url))
    assert placed.status_code == 302
    [order] = bought(siti)
    assert [(line.sku_id, line.units) for line in order.lines] == [(shop.skus["A"], 3)]
    assert baskets.count("id", Owner(customer_id=siti)) == 1


def test_another_delivery_and_method_are_only_quoted_until_bought(ready, siti):
    page = ready.get("checkout/").context["page"]
    parcel = page.quote.parcels[0]
    way = [each for each in parcel.options if each.takes_cash][-1]
    sent = asked(ready) | {
        f"delivery-{parcel.shop.id}": f"{way.carrier_key}:{way.service_key}",
        "method": "cod",
    }
    quoted = ready.post("checkout/", sent)
    assert quoted.context["page"].method == "cod"
    assert quoted.context["quote"].parcels[0].chosen == way
    assert bought(siti) == []
    assert ready.post("checkout/place/", form_of(quoted, "buy")).status_code == 302
    assert {order.payment_method for order in bought(siti)} == {"cod"}


def test_an_empty_wallet_is_offered_with_the_way_to_fill_it(ready):
    page = ready.get("checkout/")
    [wallet] = [each for each in page.context["page"].choices if each.key == "wallet"]
    assert not wallet.offered
    assert wallet.missing_minor == page.context["quote"].total_minor
    assert "wallet/top-up/?amount=" in page.content.decode()


def test_cash_has_its_limit_said(siti, other_shop, shop):
    catalogue.set_prices(
        seller_id=shop.seller_id,
        prices={shop.skus["A"]: (400_000_000, None)},
        actor=f"seller:{shop.seller_id}",
    )
    who = visitor("siti@mail.example")
    who.post("basket/add/", {"sku_id": shop.skus["A"], "units": "2"})
    page = who.get("checkout/")
    [cash] = [each for each in page.context["page"].choices if each.key == "cod"]
    assert "5.000.000" in cash.reason
    refused = who.post("checkout/place/", form_of(page, "buy") | {"method": "cod"})
    assert refused.status_code == 409
    assert bought(siti) == []


def test_without_an_address_its_form_stands_in_the_page(shop):
    from pasar.storefront.tests.making import join

    join("new@mail.example", address=False)
    who = visitor("new@mail.example")
    who.post("basket/add/", {"sku_id": shop.skus["A"]})
    page = who.get("checkout/")
    assert page.status_code == 200
    assert 'name="recipient"' in page.content.decode()
    assert not page.context["page"].can_place


def test_a_guest_is_asked_to_sign_in_and_comes_back(shop):
    answer = visitor().get("checkout/")
    assert answer.url == "/id/en/account/sign-in/?next=%2Fid%2Fen%2Fcheckout%2F"


def test_somebody_elses_purchase_is_not_there(ready, siti, budi):
    placed = ready.post("checkout/place/", asked(ready))
    other = visitor("budi@mail.example")
    assert other.get(placed.url).status_code == 404
    assert other.post(placed.url + "cancel/").status_code == 404
    assert order_pages.purchase_page(siti, placed.url.split("/")[-2]).status == "awaiting_payment"


def test_an_unpaid_purchase_can_be_given_up(ready, siti, shop):
    placed = ready.post("checkout/place/", asked(ready))
    assert ready.post(placed.url + "cancel/").status_code == 302
    assert ready.get(placed.url).context["purchase"].status == "cancelled"
    assert stock.free([shop.skus["A"]])[shop.skus["A"]] == 10
    assert ready.post(placed.url + "cancel/").status_code == 302


def test_the_code_to_scan_stands_on_the_page_until_it_is_paid(ready, siti):
    placed = ready.post("checkout/place/", asked(ready))
    purchase = order_pages.purchase_page(siti, placed.url.split("/")[-2])
    assert "The bank is making your code" in ready.get(placed.url).content.decode()
    bank_says(payments.of_purchase(purchase.id), "pending")
    page = ready.get(placed.url)
    assert "<svg" in page.context["qr"]
    assert "Open the demo bank and pay" in page.content.decode()
    pay(purchase.id)
    assert "Thank you" in ready.get(placed.url).content.decode()
    assert ready.post(placed.url + "cancel/").status_code == 409


def test_a_full_wallet_pays_with_one_tap(ready, siti):
    fill_wallet(siti, 100_000_000)
    page = ready.get("checkout/")
    assert page.context["page"].method == "wallet"
    placed = ready.post("checkout/place/", form_of(page, "buy"))
    assert "Thank you! It is paid." in ready.get(placed.url).content.decode()


def test_the_page_takes_as_many_queries_for_two_shops_as_for_one(
    siti, shop, other_shop, django_assert_num_queries
):
    who = visitor("siti@mail.example")
    who.post("basket/add/", {"sku_id": shop.skus["A"]})
    who.get("checkout/")
    with django_assert_num_queries(QUERIES):
        who.get("checkout/")
    who.post("basket/add/", {"sku_id": other_shop.skus["C"]})
    with django_assert_num_queries(QUERIES):
        who.get("checkout/")


QUERIES = 20


def test_buying_asks_nothing_of_the_database_before_it_is_placed(ready, siti):
    sent = asked(ready)
    # What is placed goes past Django's cursors: anything named here was asked by the page.
    with CaptureQueriesContext(connection) as asking:
        answer = ready.post("checkout/place/", sent)
    assert not [each["sql"] for each in asking if "identity_" in each["sql"] or "basket_" in each["sql"]]
    assert answer.status_code == 302
    assert ready.get(answer.url).context["basket_count"] == ""
    assert ready.client.cookies["pasar_count"].value == "0"


def test_a_session_ended_elsewhere_buys_nothing(ready, siti):
    sent, session = asked(ready), ready.client.cookies["pasar_session"].value
    ready.post("account/sign-out/")
    ready.client.cookies["pasar_session"] = session
    answer = ready.post("checkout/place/", sent)
    assert "/account/sign-in/" in answer.url
    assert bought(siti) == []


def test_a_session_from_before_a_new_password_buys_nothing(ready, siti):
    sent = asked(ready)
    person = Person.objects.get(email="siti@mail.example")
    person.set_password("another-lantern-8")
    person.save()
    answer = ready.post("checkout/place/", sent)
    assert "/account/sign-in/" in answer.url
    assert bought(siti) == []


def test_a_customer_blocked_meanwhile_is_told_so_and_buys_nothing(ready, siti):
    sent = asked(ready)
    Customer.objects.filter(pk=siti).update(blocked=True)
    assert ready.post("checkout/place/", sent).status_code == 403
    assert bought(siti) == []


def test_whoever_does_not_know_what_became_of_it_finds_the_purchase_or_the_same_key(ready, siti, budi):
    sent = asked(ready)
    before = ready.get("checkout/", {"key": sent["key"]})
    assert form_of(before, "buy")["key"] == sent["key"]
    bought_at = ready.post("checkout/place/", sent).url
    assert ready.get("checkout/", {"key": sent["key"]}).url == bought_at
    other = visitor("budi@mail.example").get("checkout/", {"key": sent["key"]})
    assert other.status_code == 200


def test_without_the_placing_process_the_page_keeps_the_purchase_and_buys_it_once_later(
    ready, siti, settings
):
    settings.PLACER = "/nowhere/placer.sock"
    sent = asked(ready)
    answer = ready.post("checkout/place/", sent)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert sent["key"] in answer.content.decode()
    assert bought(siti) == []
    settings.PLACER = ""
    assert ready.post("checkout/place/", sent).status_code == 302
