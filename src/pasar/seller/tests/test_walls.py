"""A seller sees what is theirs; what is another's is not there, whichever way it is asked for."""

from uuid import uuid4

import pytest

from pasar.market.catalogue import queries as catalogue
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.fulfilment import queries as parcels
from pasar.market.orders import queries as orders
from pasar.market.reviews.models import Review
from pasar.seller.tests import making
from pasar.seller.tests.conftest import AT


def test_a_guest_is_led_to_sign_in_and_back(country):
    answer = making.Browser().get("orders/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/id/en/account/sign-in/?next=%2Fid%2Fen%2Fseller%2Forders%2F"
    assert making.Browser().get().status_code == 200


@pytest.mark.parametrize(
    "path", ["orders/", "listings/", "listings/new/", "listings/stock/", "money/", "shop/"]
)
def test_whoever_has_no_shop_is_led_to_the_start(country, path):
    browser = making.Browser(making.join("tono@mail.example"))
    assert browser.get(path).headers["Location"] == "/id/en/seller/"


def test_another_sellers_things_are_not_there(stall, browser, other):
    order_id = making.order_from(other, "BUDI-1")
    parcel_id = fulfilment.pack(order_id=order_id, actor=other.actor)
    theirs = other.listings["BUDI-1"]
    pages = [
        f"orders/{order_id}/", f"orders/parcels/{parcel_id}/label.pdf", f"orders/labels/?parcel={parcel_id}",
        f"listings/{theirs}/", f"listings/{theirs}/preview/", f"money/{uuid4()}/", f"money/{uuid4()}/lines.csv",
    ]  # fmt: skip
    verbs = [
        (f"orders/{order_id}/pack/", {}), (f"orders/{order_id}/cancel/", {"reason": "out_of_stock"}),
        (f"orders/{order_id}/number/", {"carrier_name": "X", "number": "1"}),
        (f"orders/parcels/{parcel_id}/hand-over/", {}), ("orders/pack/", {"order": [str(order_id)]}),
        (f"listings/{theirs}/", {"title_id": "Mine"}), (f"listings/{theirs}/publish/", {}),
        (f"listings/{theirs}/withdraw/", {}),
    ]  # fmt: skip
    assert [browser.get(page).status_code for page in pages] == [404] * len(pages)
    assert [browser.post(path, data).status_code for path, data in verbs] == [404] * len(verbs)
    assert orders.facts(order_id).status == "packed"
    assert parcels.parcels(order_id)[0].handed_over_at is None
    assert catalogue.seller_listing(other.seller_id, theirs).state == "published"
    # Its own seller finds all of it.
    assert making.Browser(other.person_id).get(pages[0]).status_code == 200


def test_a_seller_named_in_the_request_is_not_heard(stall, browser, other):
    making.order_from(other, "BUDI-1")
    answer = browser.get(f"orders/?seller_id={other.seller_id}&seller={other.seller_id}&shop={other.shop_id}")
    assert "Shirt BUDI-1" not in answer.content.decode()
    browser.post(
        "shop/", {"seller_id": other.seller_id, "name": "Taken over", "dispatch_days": 1},
    )  # fmt: skip
    from pasar.market.sellers import queries as sellers

    assert sellers.shop_of(other.seller_id).name == "Budi"
    assert sellers.shop_of(stall.seller_id).name == "Taken over"


def test_prices_and_stock_of_another_are_not_changed_by_their_numbers(stall, browser, other):
    theirs = other.skus["BUDI-1"]
    answer = browser.post(
        "listings/stock/", {f"price-{theirs}": "1", f"stock-{theirs}": "0", f"was-{theirs}": "2||3"}
    )
    assert answer.status_code == 302
    sku = catalogue.seller_listing(other.seller_id, other.listings["BUDI-1"]).skus[0]
    assert (sku.price_minor, sku.free) == (making.PRICE, 10)


def test_another_sellers_review_is_not_answered(stall, browser, other):
    review = Review.objects.create(
        country="id", line_id=uuid4(), order_id=uuid4(), listing_id=other.listings["BUDI-1"], shop_id=other.shop_id,
        seller_id=other.seller_id, customer_id=1, author="S***i", rating=5, text="Bagus", created_at=AT,
    )  # fmt: skip
    assert browser.post(f"shop/reviews/{review.pk}/reply/", {"reply": "x"}).status_code == 404
    assert Review.objects.get().reply == ""


@pytest.mark.parametrize(
    "path",
    [
        "orders/?after=x", "orders/?after=1", "listings/?after=-1", "listings/?after=99999999999999999999",
        "listings/99999999999999999999/", "orders/labels/?parcel=x", "orders/labels/?parcel=1", "money/?after=0",
        "shop/reviews/?after=x",
    ],
)  # fmt: skip
def test_numbers_that_are_none_are_not_there(browser, path):
    assert browser.get(path).status_code == 404


def test_verbs_take_no_get(stall, browser):
    order_id = making.order_from(stall, "KAOS-1")
    for path in (f"orders/{order_id}/pack/", f"orders/{order_id}/cancel/", "orders/pack/"):
        assert browser.get(path).status_code == 405
    assert orders.facts(order_id).status == "to_ship"


def test_a_form_without_its_token_changes_nothing(stall):
    from django.test import Client

    from pasar.market.identity.models import Person

    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=stall.person_id))
    answer = client.post(f"/id/en/seller/listings/{stall.listings['KAOS-1']}/withdraw/")
    assert answer.status_code == 403
    assert catalogue.seller_listing(stall.seller_id, stall.listings["KAOS-1"]).state == "published"
