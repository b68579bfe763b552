"""From a new order to the carrier's hands, or back."""

from pasar.market.fulfilment.models import Parcel
from pasar.market.orders import queries as orders
from pasar.market.stock import queries as stock
from pasar.seller.tests import making


def book(order_id):
    """What the carrier's answer brings."""
    Parcel.objects.filter(order_id=order_id).update(booking="booked", tracking_number="PX0123456789ID")


def test_an_order_is_packed_labelled_and_handed_over(stall, browser):
    order_id = making.order_from(stall, "KAOS-1", 2)
    page = browser.get(f"orders/{order_id}/").content.decode()
    assert "Pack it" in page
    assert "Siti" in page
    assert browser.post(f"orders/{order_id}/pack/").status_code == 302
    parcel = Parcel.objects.get()
    assert browser.get(f"orders/parcels/{parcel.id}/label.pdf").status_code == 409
    book(order_id)
    label = browser.get(f"orders/parcels/{parcel.id}/label.pdf")
    assert label.headers["Content-Type"] == "application/pdf"
    assert label.content.startswith(b"%PDF")
    assert browser.get(f"orders/labels/?parcel={parcel.id}").status_code == 200
    assert browser.post(f"orders/parcels/{parcel.id}/hand-over/").status_code == 302
    assert orders.facts(order_id).status == "shipped"
    assert "PX0123456789ID" in browser.get(f"orders/{order_id}/").content.decode()


def test_a_seller_may_send_with_another_carrier(stall, browser):
    order_id = making.order_from(stall, "KAOS-1")
    bad = browser.post(f"orders/{order_id}/number/", {"carrier_name": "JNE", "number": ""})
    assert bad.status_code == 422
    assert orders.facts(order_id).status == "to_ship"
    browser.post(f"orders/{order_id}/number/", {"carrier_name": "JNE", "number": "JNE 123-456"})
    assert orders.facts(order_id).status == "shipped"


def test_cash_travels_with_our_carrier_only(stall, browser):
    order_id = making.order_from(stall, "KAOS-1", method="cod")
    page = browser.get(f"orders/{order_id}/").content.decode()
    assert "another carrier" not in page
    assert "Cash at the door" in page
    answer = browser.post(f"orders/{order_id}/number/", {"carrier_name": "JNE", "number": "1"})
    assert answer.status_code == 422
    assert orders.facts(order_id).status == "to_ship"


def test_what_cannot_be_sent_is_cancelled_with_a_reason_and_free_again(stall, browser):
    order_id = making.order_from(stall, "KAOS-1", 3)
    assert browser.post(f"orders/{order_id}/cancel/", {"reason": "because"}).status_code == 422
    assert browser.post(f"orders/{order_id}/cancel/", {"reason": "out_of_stock"}).status_code == 302
    assert orders.facts(order_id).status == "cancelled"
    assert stock.free([stall.skus["KAOS-1"]]) == {stall.skus["KAOS-1"]: 10}
    assert browser.post(f"orders/{order_id}/pack/").status_code == 409


def test_several_are_packed_at_once(stall, browser):
    ids = [making.order_from(stall, "KAOS-1") for _ in range(3)]
    browser.post("orders/pack/", {"order": [str(each) for each in ids[:2]]})
    assert [orders.facts(each).status for each in ids] == ["packed", "packed", "to_ship"]
    page = browser.get("orders/?status=packed").content.decode()
    assert orders.facts(ids[0]).number in page
    assert orders.facts(ids[2]).number not in page


def test_an_order_is_found_by_the_end_of_its_number(stall, browser):
    number = orders.facts(making.order_from(stall, "KAOS-1")).number
    making.order_from(stall, "KAOS-2")
    page = browser.get(f"orders/?q={number[-5:]}").content.decode()
    assert page.count("item-title") == 1
    assert number in page


def test_the_customers_phone_is_masked_for_our_carriers_cash_orders(stall, browser):
    order_id = making.order_from(stall, "KAOS-1", method="cod")
    assert "0812-9999-8888" not in browser.get(f"orders/{order_id}/").content.decode()


def test_printing_no_label_says_what_to_tick(stall, browser):
    answer = browser.get("orders/labels/")
    assert (answer.status_code, answer["Location"]) == (302, "/id/en/seller/orders/?status=packed")
