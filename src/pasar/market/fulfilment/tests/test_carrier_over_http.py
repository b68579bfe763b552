"""Pasar Express as it is spoken to: what is sent, what its answers mean, and what the tasks make of them."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import orjson
import pytest

from pasar.kernel.errors import PasarError
from pasar.market.fulfilment import operations, queries, tasks
from pasar.market.fulfilment.carriers import Booking, CarrierRefused, CarrierUnreachable
from pasar.market.fulfilment.carriers.pasar_express import amounts, calls, signing
from pasar.market.fulfilment.models import Parcel
from pasar.market.orders import operations as orders
from pasar.market.orders.tests.placing import Placed, placed

BOOKING = Booking("ref-1", "id", "express", {"zone": "a"}, {"zone": "b"}, 900, 91_000_00, "IDR")
Answer = Callable[[httpx.Request], httpx.Response]


class Desk:
    """The carrier's desk in a test: answers as told and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.answer: Answer = lambda _request: httpx.Response(
            200, json={"tracking_number": "N1", "sort_code": "S"}
        )

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = orjson.loads(request.content) if request.content else None
        assert signing.holds(
            "s3cret", request.headers["Carrier-Timestamp"], request.content, request.headers["Carrier-Signature"],
            float(request.headers["Carrier-Timestamp"]),
        )  # fmt: skip
        self.asked.append((request.method, request.url.path, body))
        return self.answer(request)


@pytest.fixture
def desk(settings: Any) -> Iterator[Desk]:
    found = Desk()
    settings.CARRIER_URL, settings.CARRIER_SECRET = "http://carrier.test", "s3cret"
    settings.BASE_URL = "http://market.test/"
    calls.transport = httpx.MockTransport(found)
    yield found
    calls.transport = None


def broken(_request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow")


def test_a_booking_says_where_what_and_how_much_to_collect(desk: Desk) -> None:
    assert calls.book(BOOKING).tracking_number == "N1"
    [(method, path, body)] = desk.asked
    assert (method, path) == ("POST", "/bookings")
    assert body["cod"] == {"amount": "91000.00", "currency": "IDR"}
    assert body["callback"] == "http://market.test/notices/carriers/pasar_express/"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda _r: httpx.Response(422, json={"code": "bad_weight_g"}), CarrierRefused),
        (lambda _r: httpx.Response(409, json={"code": "cancelled"}), CarrierRefused),
        (lambda _r: httpx.Response(401, json={"code": "bad_signature"}), CarrierUnreachable),
        (lambda _r: httpx.Response(429), CarrierUnreachable),
        (lambda _r: httpx.Response(503, text="down"), CarrierUnreachable),
        (lambda _r: httpx.Response(200, text="<html>"), CarrierUnreachable),
        (lambda _r: httpx.Response(200, json=[]), CarrierUnreachable),
        (lambda _r: httpx.Response(200, json={}), CarrierUnreachable),
        (broken, CarrierUnreachable),
    ],
)
def test_an_answer_means_refused_or_nothing_known(
    desk: Desk, answer: Answer, error: type[PasarError]
) -> None:
    desk.answer = answer
    with pytest.raises(error):
        calls.book(BOOKING)


@pytest.mark.parametrize("text", ["1,000", "1e3", "-1", "", "1.234", " 1", "NaN", "١", None, 5])
def test_what_is_no_amount_is_refused(text: Any) -> None:
    with pytest.raises(ValueError):
        amounts.minor_of(text, "MYR")


@pytest.mark.parametrize(
    ("minor", "currency", "text"), [(1250, "MYR", "12.50"), (5, "THB", "0.05"), (500, "VND", "500")]
)
def test_amounts_go_both_ways(minor: int, currency: str, text: str) -> None:
    assert amounts.major_of(minor, currency) == text
    assert amounts.minor_of(text, currency) == minor


def packed() -> tuple[Placed, Any]:
    order = placed()
    return order, operations.pack(order_id=order.id, actor=order.seller)


@pytest.mark.django_db
def test_a_parcel_is_booked_fetched_and_each_call_is_made_once(desk: Desk) -> None:
    order, parcel_id = packed()
    assert tasks.book_due() == 1
    assert tasks.book_due() == 0
    operations.hand_over(parcel_id=parcel_id, actor=order.seller)
    assert tasks.collect_due() == 1
    assert tasks.collect_due() == 0
    assert [path for _method, path, _body in desk.asked] == ["/bookings", "/bookings/N1/hand-over"]
    assert desk.asked[0][2]["reference"] == str(parcel_id)


@pytest.mark.django_db
def test_a_refused_booking_is_told_and_one_without_an_answer_tried_again(desk: Desk) -> None:
    desk.answer = broken
    order, parcel_id = packed()
    tasks.book_due()
    parcel = queries.parcel(order.shelf.seller_id, parcel_id)
    assert (parcel.booking, parcel.last_error) == ("to_book", "ReadTimeout")
    assert tasks.book_due() == 0
    Parcel.objects.update(next_try_at=parcel.created_at)
    desk.answer = lambda _request: httpx.Response(422, json={"code": "bad_to"})
    assert tasks.book_due() == 1
    parcel = queries.parcel(order.shelf.seller_id, parcel_id)
    assert (parcel.booking, parcel.last_error) == ("refused", "bad_to")


@pytest.mark.django_db
def test_the_carrier_hears_that_a_booked_parcel_will_not_come(desk: Desk) -> None:
    order, _parcel_id = packed()
    tasks.book_due()
    orders.cancel(order_id=order.id, actor=order.seller, reason="broken")
    operations.cancel_parcels(order_ids=[order.id])
    assert tasks.collect_due() == 1
    assert desk.asked[-1][1] == "/bookings/N1/cancel"


@pytest.mark.django_db
def test_cash_handed_on_is_read_once(desk: Desk) -> None:
    told = {
        "reference": "rm_1", "country": "id", "currency": "IDR", "amount": "910.00", "fee": "18.20",
        "at": "2026-11-24T03:00:00+00:00", "parcels": [{"tracking_number": "N1", "amount": "910.00"}],
    }  # fmt: skip
    desk.answer = lambda request: httpx.Response(
        200, json={"remittances": [] if "since=rm_1" in str(request.url) else [told]}
    )
    assert tasks.read_remittances() == 1
    assert tasks.read_remittances() == 0
    [found] = queries.remittances("id")
    assert (found.amount_minor, found.fee_minor, found.differences) == (910_00, 18_20, (("N1", 910_00),))
