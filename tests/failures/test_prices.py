"""Prices, quantities and sums: nothing that a browser sends is ever charged, and nothing costs less than nothing."""

import pytest

from pasar.market.catalogue import operations as catalogue
from pasar.market.identity.models import Customer, Person
from pasar.market.orders import queries as order_pages
from pasar.market.orders.models import Line, Order, Purchase
from pasar.market.promotions.tests.taking import make_promotion
from pasar.market.promotions.tests.test_taking import give_coins
from pasar.market.stock import operations as stock
from pasar.storefront.tests.making import form_of
from tests.failures.market import bought, placed, purchase_of, voucher_for

NO_PIECES = (
    str(-(2**63)), str(2**63), "0", "-1", "1.5", "1e3", "NaN", "true", "[]", "٣", "๓", "½", "+1", "0x1", "1,000", " 1",
)  # fmt: skip


@pytest.mark.parametrize("units", NO_PIECES)
def test_no_side_door_of_the_basket_takes_a_quantity_that_is_none(market, siti, who, units):
    """Prevented: a negative or odd quantity, refused at the front, that comes in by undo, "buy now" or a link."""
    sku = market.sku("A")
    who.put_in((sku, 2))
    assert 400 <= who.post("basket/undo/", {"sku_id": sku, "units": units}).status_code < 500
    assert "units=1" in who.post("basket/add/", {"sku_id": sku, "units": units, "buy_now": "1"}).url
    sent = who.asked()
    for answer in (
        who.get("checkout/", {"sku": sku, "units": units}),
        who.confirm(sent | {"sku": str(sku), "units": units, f"line-{sku}": units}),
        who.confirm(sent | {f"line-{sku}": units}),
    ):
        assert not placed(answer)
        assert answer.status_code < 500
    assert bought(siti) == []
    assert (market.free("A"), market.reserved("A")) == (500, 0)


def test_a_line_below_zero_pays_for_no_other(market, rich, who):
    """Prevented: one line of minus pieces beside another that makes the sum smaller, and raises the stock."""
    a, c = market.sku("A"), market.sku("C")
    sent = who.put_in((a, 1), (c, 1)).asked()
    for total in (sent["total"], "0", "100"):
        answer = who.confirm(sent | {f"line-{c}": "-1", "total": total})
        assert answer.status_code == 422
    assert (market.free("A"), market.free("C"), bought(rich)) == (500, 50, [])


def test_amounts_sent_along_are_never_charged(market, rich, who):
    """Prevented: totals, taxes, delivery or discounts believed because the browser sent them."""
    sent = who.put_in((market.sku("A"), 2)).asked()
    shown = int(sent["total"])
    forged = {
        "discount": "7000000", "discount_minor": "7000000", "coins_minor": "7000000", "tax": "0", "tax_minor": "0",
        "goods_minor": "1", "total_minor": "1", "price": "1", "currency": "VND", "country": "vn", "status": "paid",
        "payment_method": "cod", "customer_id": "1", "seller_id": "1", "shipping_minor": "0", "paid_at": "2026-01-01",
    }  # fmt: skip
    for seen in ({f"price-{market.sku('A')}": "1"}, {f"shipping-{market.shop.shop_id}": "0"}, {"total": "1"}):
        assert who.confirm(sent | forged | seen).status_code == 409
    purchase = order_pages.purchase_page(rich, purchase_of(who.confirm(sent | forged)))
    assert (purchase.total_minor, purchase.currency, purchase.status) == (shown, "IDR", "paid")
    assert Purchase.objects.get().payment_method == sent["method"]
    assert purchase.goods_minor == 15_000_000


def test_the_tables_own_words_are_not_heard_in_a_form(market, siti, who):
    """Prevented: rows filled from whatever fields a form brings, so that a customer makes themselves staff or paid."""
    skip = {"id", "name", "language", "email", "phone", "person", "customer", "updated_at"}
    names = {
        field.name for model in (Person, Customer, Line, Order, Purchase) for field in model._meta.fields
    } - skip
    people = list(
        Person.objects.order_by("pk").values(*[f.name for f in Person._meta.fields if f.name in names])
    )
    customers = list(Customer.objects.order_by("pk").values())
    sent = who.put_in((market.sku("A"), 1)).asked()
    for path in (
        "account/profile/",
        "account/addresses/new/",
        "basket/select/",
        "checkout/",
        "vouchers/code/",
    ):
        for value in ("1", "true", "paid", "2026-01-01"):
            assert who.post(path, dict.fromkeys(names, value) | {"name": "Siti"}).status_code < 500
    assert placed(who.confirm(dict.fromkeys(names - set(sent), "1") | sent))
    assert [row | {"last_login": None} for row in people] == [
        row | {"last_login": None} for row in Person.objects.order_by("pk").values(*people[0])
    ]
    assert customers == list(Customer.objects.order_by("pk").values())
    assert Purchase.objects.get().status == "awaiting_payment"


def test_no_stack_of_vouchers_and_coins_makes_anything_cost_less_than_nothing(market, rich, who):
    """Prevented: promotions that together exceed the basket, and a total below zero."""
    voucher_for(rich, off_minor=90_000_000)
    voucher_for(rich, class_key="shop_voucher", seller_id=market.shop.seller_id, off_minor=90_000_000)
    voucher_for(rich, kind="free_shipping", class_key="platform_shipping", cap_minor=90_000_000)
    give_coins(rich, 9_000_000)
    sent = who.put_in((market.sku("A"), 1), (market.sku("C"), 1)).asked(coins="1")
    assert int(sent["total"]) >= 0
    purchase = order_pages.purchase_page(rich, purchase_of(who.confirm(sent)))
    assert purchase.total_minor == int(sent["total"])
    for line in Line.objects.all():
        left = line.goods_minor - line.seller_discount_minor - line.platform_discount_minor - line.coins_minor
        assert left >= 0
    assert all(order.total_minor >= 0 for order in purchase.orders)


def test_no_more_pieces_are_given_than_are_in_the_basket(market, siti, who):
    """Prevented: buy one, get five free, with fewer in the basket: a discount on pieces that nobody bought."""
    make_promotion("buy_x_get_y", "automatic", buy_units=1, get_units=5, rate_bps=10_000)
    for units, paid in ((1, 1), (5, 5), (6, 1), (7, 2), (12, 2), (13, 3)):
        page = who.get("checkout/", {"sku": market.sku("A"), "units": str(units)})
        [line] = page.context["quote"].lines
        assert line.paid_minor == paid * 7_500_000, units


def test_more_pieces_never_make_delivery_cheaper(market, siti, who):
    """Prevented: a delivery price that overflows, or falls to nothing, with very many pieces."""
    before = 0
    for units in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 195, 233, 377, 500):
        quote = who.get("checkout/", {"sku": market.sku("A"), "units": str(units)}).context["quote"]
        if not quote.parcels[0].options:
            assert [each.code for each in quote.problems] == ["not_served"]
            continue
        assert quote.shipping_minor >= max(before, 1), units
        before = quote.shipping_minor
    assert before > 0


def test_a_purchase_larger_than_any_number_is_refused_in_words(market, rich, who):
    """Prevented: an amount out of range that ends on the database's error page."""
    sku = market.sku("A")
    stock.set_on_hand(
        country="id", seller_id=market.shop.seller_id, on_hand={sku: 999}, actor=f"seller:{market.shop.seller_id}"
    )  # fmt: skip
    catalogue.set_prices(
        seller_id=market.shop.seller_id, prices={sku: (900_000_000_000, None)},
        actor=f"seller:{market.shop.seller_id}",
    )  # fmt: skip
    page = who.get("checkout/", {"sku": sku, "units": "999"})
    assert page.status_code == 200
    assert page.context["page"].hindrances
    assert not page.context["page"].can_place
    answer = who.confirm(form_of(page, "buy") | {"total": "1", "method": "qr_transfer"})
    assert answer.status_code == 409
    assert bought(rich) == []


@pytest.mark.parametrize("number", [*NO_PIECES, "9" * 18, "9" * 400, "1e309", "-0", "٩" * 30])
def test_no_number_in_any_field_of_buying_breaks_a_page(market, rich, who, number):
    """Prevented: a database error shown for a number that is too large, too small, or none at all."""
    sent = who.put_in((market.sku("A"), 1)).asked()
    for field in sent:
        if field not in ("key", "csrfmiddlewaretoken"):
            assert who.post("checkout/", sent | {field: number}).status_code < 500, field
    for prefix in ("line", "price", "shipping", "delivery", "voucher", "auto", "code"):
        assert who.post("checkout/", sent | {f"{prefix}-{number}": number}).status_code < 500, prefix
    for path, field in (
        ("basket/select/", "shop_id"), ("basket/remove/", "sku_id"), ("basket/save/", "sku_id"),
        ("basket/back/", "sku_id"), ("wallet/top-up/", "amount"), (f"vouchers/{number}/collect/", "next"),
    ):  # fmt: skip
        assert who.post(path, {field: number}).status_code < 500, path
    for path in ("basket/", "vouchers/", "orders/", "search/"):
        for field in ("page", "after", "at", "units", "removed", "min", "max", "show"):
            assert who.get(path, {field: number}).status_code < 500, (path, field)


def test_the_parts_of_a_purchase_sum_to_its_total_wherever_it_is_shown(market, rich, who):
    """Prevented: a sum of rounded parts that is a cent more or less than the whole, on one page and not on another."""
    voucher_for(rich, kind="percent_off", rate_bps=3_333)
    voucher_for(
        rich, kind="percent_off", class_key="shop_voucher", seller_id=market.shop.seller_id, rate_bps=777
    )
    give_coins(rich, 1_300)
    page = who.put_in((market.sku("A"), 3), (market.sku("B"), 1), (market.sku("C"), 1)).get("checkout/")
    page = who.post("checkout/", form_of(page, "buy") | {"coins": "1"})
    quote = page.context["quote"]
    assert quote.discount_minor > 0
    assert quote.coins_minor > 0
    assert (
        quote.goods_minor
        + quote.shipping_minor
        + quote.rounding_minor
        - quote.discount_minor
        - quote.coins_minor
        == quote.total_minor
        == sum(parcel.total_minor for parcel in quote.parcels)
    )
    for line in quote.lines:
        for cut in line.cuts:
            assert sum(cut.units) == cut.seller_minor + cut.platform_minor
    answer = who.confirm(form_of(page, "buy"))
    shown = who.get(answer.url).context["purchase"]
    assert shown.total_minor == quote.total_minor == sum(order.total_minor for order in shown.orders)
    for each in shown.orders:
        for address in (f"orders/{each.id}/", f"orders/{each.id}/receipt/"):
            order = who.get(address).context["order"]
            goods = sum(line.goods_minor for line in order.lines)
            assert goods == order.goods_minor
            assert order.total_minor == each.total_minor
