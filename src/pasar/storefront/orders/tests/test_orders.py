from io import BytesIO

import pytest
from PIL import Image

from pasar.finance.escrow import queries as escrow
from pasar.market.orders import operations
from pasar.market.orders import queries as pages
from pasar.market.reviews import queries as reviews
from pasar.market.stock import queries as stock
from pasar.storefront.tests.making import form_of, pay, visitor


@pytest.fixture
def who(siti):
    return visitor("siti@mail.example")


@pytest.fixture
def order(who, siti, shop):
    """Siti's order of two A, placed by QR transfer and not paid yet."""
    who.post("basket/add/", {"sku_id": shop.skus["A"], "units": "2"})
    assert who.post("checkout/place/", form_of(who.get("checkout/"), "buy")).status_code == 302
    [card] = pages.customer_orders(siti)
    return card


@pytest.fixture
def paid(order):
    pay(order.purchase_id)
    return order


@pytest.fixture
def delivered(paid):
    seller = f"seller:{paid.seller_id}"
    operations.pack(order_id=paid.id, actor=seller)
    operations.ship(order_id=paid.id, actor=seller)
    operations.deliver(order_id=paid.id, actor="carrier:pasar_express")
    return paid


def status(order) -> str:
    return pages.facts(order.id).status


def picture(kind: str = "JPEG") -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (400, 400), "teal").save(file, kind)
    file.name = f"picture.{kind.lower()}"
    file.seek(0)
    return file


def test_the_list_shows_orders_by_where_they_are(who, order):
    assert [each.id for each in who.get("orders/").context["orders"]] == [order.id]
    assert [each.id for each in who.get("orders/?show=to-pay").context["orders"]] == [order.id]
    assert list(who.get("orders/?show=done").context["orders"]) == []
    assert who.get("orders/?show=nothing").status_code == 404
    assert who.get("orders/?after=1").status_code == 404


def test_the_page_says_where_it_is_what_comes_next_and_where_the_money_is(who, paid):
    page = who.get(f"orders/{paid.id}/")
    text = page.content.decode()
    assert page.context["story"].headline == "The shop is preparing it"
    assert "hands it to the carrier by" in page.context["story"].next
    states = [stage.state for stage in page.context["story"].stages]
    assert states == ["done", "now", "later", "later", "later"]
    assert page.context["hold"].state == "held"
    assert "Held safely by us" in text


def test_confirming_pays_the_shop_once(who, delivered):
    page = who.get(f"orders/{delivered.id}/")
    assert page.context["may_confirm"]
    assert page.context["story"].headline == "Delivered"
    for _ in range(2):
        assert who.post(f"orders/{delivered.id}/confirm/").status_code == 302
    assert status(delivered) == "completed"
    assert escrow.hold_of(delivered.id).state == "released"
    assert "With the shop" in who.get(f"orders/{delivered.id}/").content.decode()


def test_the_time_to_confirm_is_given_once_more_only_once(who, delivered):
    before = pages.facts(delivered.id).deadline_at
    assert who.post(f"orders/{delivered.id}/extend/").status_code == 302
    assert pages.facts(delivered.id).deadline_at > before
    assert who.post(f"orders/{delivered.id}/extend/").status_code == 409


def test_cancelling_asks_why_and_gives_everything_back(who, paid, shop):
    assert who.post(f"orders/{paid.id}/cancel/", {}).status_code == 422
    assert who.post(f"orders/{paid.id}/cancel/", {"reason": "because"}).status_code == 422
    assert status(paid) == "to_ship"
    assert who.post(f"orders/{paid.id}/cancel/", {"reason": "ordered_twice"}).status_code == 302
    assert status(paid) == "cancelled"
    assert stock.free([shop.skus["A"]])[shop.skus["A"]] == 10
    page = who.get(f"orders/{paid.id}/")
    assert "It was ordered twice." in page.content.decode()


def test_what_is_packed_can_no_longer_be_cancelled_by_the_customer(who, paid):
    operations.pack(order_id=paid.id, actor=f"seller:{paid.seller_id}")
    assert not who.get(f"orders/{paid.id}/cancel/").context["may"]
    assert who.post(f"orders/{paid.id}/cancel/", {"reason": "changed_mind"}).status_code == 409
    assert status(paid) == "packed"


def test_nothing_can_be_confirmed_before_it_was_sent(who, paid):
    assert who.post(f"orders/{paid.id}/confirm/").status_code == 409
    assert status(paid) == "to_ship"


def test_somebody_elses_order_is_not_there(who, delivered, budi):
    other = visitor("budi@mail.example")
    for path in ("", "receipt/", "cancel/", "review/"):
        assert other.get(f"orders/{delivered.id}/{path}").status_code == 404
    for path in ("confirm/", "extend/", "again/"):
        assert other.post(f"orders/{delivered.id}/{path}").status_code == 404
    assert other.post(f"orders/{delivered.id}/cancel/", {"reason": "changed_mind"}).status_code == 404
    sent = {"line": str(delivered.lines[0].id), "rating": "1"}
    assert other.post(f"orders/{delivered.id}/review/", sent).status_code == 404
    assert status(delivered) == "delivered"


def test_nothing_happens_by_a_link(who, delivered):
    for path in ("confirm/", "extend/", "again/"):
        assert who.get(f"orders/{delivered.id}/{path}").status_code == 405
    assert status(delivered) == "delivered"


def test_a_review_has_stars_words_and_pictures(who, delivered):
    who.post(f"orders/{delivered.id}/confirm/")
    [line] = who.get(f"orders/{delivered.id}/").context["to_review"]
    sent = {
        "line": str(line.id),
        "rating": "5",
        "text": "Adem, <b>bagus</b>",
        "pictures": [picture(), picture("PNG")],
    }
    assert who.post(f"orders/{delivered.id}/review/", sent).status_code == 302
    [review] = reviews.for_listing(line.listing_id).reviews
    assert (review.rating, review.text, len(review.pictures)) == (5, "Adem, <b>bagus</b>", 2)
    assert list(who.get(f"orders/{delivered.id}/").context["to_review"]) == []


def test_broken_reviews_say_what_to_do_and_keep_what_was_typed(who, delivered):
    who.post(f"orders/{delivered.id}/confirm/")
    line = str(delivered.lines[0].id)
    drawing = BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    drawing.name = "nice.svg"
    for wrong, field in (
        ({"rating": ""}, "rating"),
        ({"rating": "6"}, "rating"),
        ({"rating": "5", "text": "x" * 2001}, "text"),
        ({"rating": "5", "pictures": [drawing]}, None),
        ({"rating": "5", "pictures": [picture() for _ in range(6)]}, "pictures"),
    ):
        answer = who.post(f"orders/{delivered.id}/review/", {"line": line, "text": "Bagus sekali"} | wrong)
        assert answer.status_code == 422, wrong
        assert field is None or field in answer.context["form"].errors
        assert "text" in wrong or "Bagus sekali" in answer.content.decode()
    assert reviews.for_listing(delivered.lines[0].listing_id).reviews == ()
    assert who.post(f"orders/{delivered.id}/review/", {"line": "nothing", "rating": "5"}).status_code == 404


def test_buying_again_fills_the_basket_and_names_what_is_gone(who, paid, shop):
    who.post("basket/add/", {"sku_id": shop.skus["A"], "units": "8"})
    answer = who.post(f"orders/{paid.id}/again/")
    assert answer.url == "/id/en/basket/"
    assert "Not to be had any more: Kaos A" in who.get(answer.url).content.decode()


def test_the_receipt_adds_up_and_names_the_tax(who, paid):
    text = who.get(f"orders/{paid.id}/receipt/").content.decode()
    assert paid.number in text
    assert "PPN" in text


def test_the_list_takes_as_many_queries_for_one_order_as_for_many(
    who, order, shop, django_assert_num_queries
):
    with django_assert_num_queries(5):
        who.get("orders/")
    for _ in range(2):
        who.post("basket/add/", {"sku_id": shop.skus["A"]})
        who.post("checkout/place/", form_of(who.get("checkout/"), "buy"))
    with django_assert_num_queries(5):
        who.get("orders/")


def test_an_orders_page_takes_a_fixed_number_of_queries(who, delivered, django_assert_num_queries):
    with django_assert_num_queries(7):
        who.get(f"orders/{delivered.id}/")
