"""A parcel's life against the real database: packed, booked, handed over, scanned in any order, paid at the door."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.conf import settings

from pasar.finance.escrow import queries as escrow
from pasar.finance.ledger import queries as ledger
from pasar.finance.ledger.rules import AccountKey, party
from pasar.kernel import clock, ids
from pasar.kernel.errors import NotFound
from pasar.market.checkout.tests.buying import buy, fill_wallet
from pasar.market.fulfilment import operations, queries
from pasar.market.fulfilment.carriers import Booked, NoticeRefused, Remitted, RemittedParcel, Reported
from pasar.market.fulfilment.carriers.pasar_express import signing
from pasar.market.fulfilment.errors import CashNeedsOurCarrier, NotBookedYet, NotPacked, NumberNeeded
from pasar.market.fulfilment.models import CarrierNotice, Scan
from pasar.market.identity import queries as identity
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_queries
from pasar.market.stock import queries as stock
from pasar.market.stock.tests.making import Shelf, make_customers, make_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rate_cards(db: None) -> None:
    operations.load_rate_cards()


class Story:
    """An order of two things, and its seller and customer."""

    def __init__(self, method: str = "wallet") -> None:
        self.shelf: Shelf = make_shelf(prices=(25_000_00, 40_000_00))
        [self.customer] = make_customers()
        if method == "wallet":
            fill_wallet(self.customer, 1_000_000_00)
        placed = buy(self.customer, *((sku, 1) for sku in self.shelf.skus), method=method)
        [card] = order_queries.purchase_page(self.customer, placed.purchase_id).orders
        self.order_id, self.total_minor = card.id, card.total_minor
        self.seller = f"seller:{self.shelf.seller_id}"

    def pack(self, line_ids: list[UUID] | None = None) -> UUID:
        return operations.pack(order_id=self.order_id, actor=self.seller, line_ids=line_ids)

    def ship(self, number: str = "EP123456785ID") -> UUID:
        parcel_id = self.pack()
        operations.note_booked(parcel_id=parcel_id, booked=Booked(number, "ID-101"))
        operations.hand_over(parcel_id=parcel_id, actor=self.seller)
        return parcel_id

    def lines(self) -> list[UUID]:
        return [line.id for line in order_queries.facts(self.order_id).lines]

    @property
    def status(self) -> str:
        return order_queries.facts(self.order_id).status


def said(state: str, minute: int = 0, **values: Any) -> Reported:
    at = clock.now() + timedelta(minutes=minute)
    made = Reported(
        event_id=str(ids.uuid7()), tracking_number="EP123456785ID", code=state.upper()[:4], state=state, text=state,
        place="Jakarta", at=at,
    )  # fmt: skip
    return replace(made, **values)


def scan(parcel_id: UUID, reported: Reported) -> bool:
    return operations.report(parcel_id=parcel_id, reported=reported, received_at=clock.now())


def test_packing_makes_a_parcel_that_waits_for_its_number_and_repeats_return_it() -> None:
    story = Story()
    parcel_id = story.pack()
    assert story.pack() == parcel_id
    [parcel] = queries.parcels(story.order_id)
    assert (parcel.booking, parcel.weight_g, len(parcel.line_ids)) == ("to_book", 1_000, 2)
    with pytest.raises(NotBookedYet):
        operations.hand_over(parcel_id=parcel_id, actor=story.seller)
    assert story.status == "packed"


def test_what_is_packed_apart_travels_apart_and_the_order_is_where_its_slowest_line_is() -> None:
    story = Story()
    first, second = story.lines()
    one = story.pack([first])
    assert story.status == "to_ship"
    other = story.pack([second])
    assert one != other
    for number, parcel_id in (("A1", one), ("B2", other)):
        operations.note_booked(parcel_id=parcel_id, booked=Booked(number, "S"))
    operations.hand_over(parcel_id=one, actor=story.seller)
    assert story.status == "packed"
    operations.hand_over(parcel_id=other, actor=story.seller)
    assert story.status == "shipped"
    scan(one, said("delivered", tracking_number="A1"))
    assert story.status == "shipped"


def test_nobody_packs_or_hands_over_anothers_order() -> None:
    story, other = Story(), Story()
    with pytest.raises(NotFound):
        operations.pack(order_id=story.order_id, actor=other.seller)
    parcel_id = story.pack()
    with pytest.raises(NotFound):
        operations.hand_over(parcel_id=parcel_id, actor=other.seller)
    with pytest.raises(NotFound):
        queries.parcel(other.shelf.seller_id, parcel_id)
    with pytest.raises(NotFound):
        queries.label_pdf(other.shelf.seller_id, parcel_id)


def test_goods_leave_the_shelf_with_the_hand_over() -> None:
    story = Story()
    parcel_id = story.ship()
    operations.hand_over(parcel_id=parcel_id, actor=story.seller)
    assert [(level.on_hand, level.reserved) for level in stock.levels(story.shelf.skus)] == [(9, 0), (9, 0)]


def test_any_number_of_any_carrier_is_taken_and_nothing_is_tracked() -> None:
    story = Story()
    parcel_id = operations.type_number(
        order_id=story.order_id, carrier_name=" J&T  Express ", number=" jx 0123-abc ", actor=story.seller
    )
    parcel = queries.parcel(story.shelf.seller_id, parcel_id)
    assert (parcel.carrier, parcel.tracking_number, parcel.state) == (
        "J&T Express",
        "JX0123-ABC",
        "picked_up",
    )
    page = order_queries.facts(story.order_id)
    assert (page.status, page.deadline_action) == ("shipped", "presume_delivered")
    again = operations.type_number(
        order_id=story.order_id, carrier_name="J&T Express", number="JX0123-ABC", actor=story.seller
    )
    assert again == parcel_id


@pytest.mark.parametrize(("name", "number"), [("", "X1"), ("J&T", ""), (" ", " ")])
def test_a_carrier_without_a_name_or_number_is_refused(name: str, number: str) -> None:
    story = Story()
    with pytest.raises(NumberNeeded):
        operations.type_number(order_id=story.order_id, carrier_name=name, number=number, actor=story.seller)
    assert story.status == "to_ship"


def test_cash_travels_with_the_carrier_that_was_chosen() -> None:
    story = Story("cod")
    with pytest.raises(CashNeedsOurCarrier):
        operations.type_number(order_id=story.order_id, carrier_name="J&T", number="1", actor=story.seller)
    assert story.status == "to_ship"


def test_scans_that_come_twice_late_and_out_of_order_never_move_an_order_back() -> None:
    story = Story()
    parcel_id = story.ship()
    out, late_hub, delivered = said("out_for_delivery", 30), said("at_hub", 10), said("delivered", 60)
    assert scan(parcel_id, out)
    assert not scan(parcel_id, out)
    assert scan(parcel_id, late_hub)
    assert queries.parcel(story.shelf.seller_id, parcel_id).state == "out_for_delivery"
    scan(parcel_id, delivered)
    scan(parcel_id, said("delivery_failed", 40))
    scan(parcel_id, said("unknown", 90))
    assert queries.parcel(story.shelf.seller_id, parcel_id).state == "delivered"
    assert story.status == "delivered"
    assert queries.parcel(story.shelf.seller_id, parcel_id).scans[0].state == "unknown"


def test_a_scan_before_the_hand_over_was_pressed_ships_the_order() -> None:
    story = Story()
    parcel_id = story.pack()
    operations.note_booked(parcel_id=parcel_id, booked=Booked("EP123456785ID", "S"))
    scan(parcel_id, said("delivered"))
    assert story.status == "delivered"
    assert [level.on_hand for level in stock.levels(story.shelf.skus)] == [9, 9]


def test_what_nobody_takes_goes_back_money_and_goods_with_it() -> None:
    story = Story()
    parcel_id = story.ship()
    for minute, state in enumerate(("delivery_failed", "return_started", "returned")):
        scan(parcel_id, said(state, minute))
    assert story.status == "returned"
    assert [level.on_hand for level in stock.levels(story.shelf.skus)] == [10, 10]
    hold = escrow.hold_of(story.order_id)
    assert hold is not None
    assert hold.refunded_minor == story.total_minor
    assert identity.customer(story.customer).cash_off_until is None


def test_cash_at_the_door_is_in_escrow_and_owed_by_the_carrier_until_it_hands_it_on() -> None:
    story = Story("cod")
    parcel_id = story.ship()
    parcel = queries.parcel(story.shelf.seller_id, parcel_id)
    assert parcel.cod_minor == story.total_minor
    scan(parcel_id, said("delivered", collected_minor=parcel.cod_minor, currency="IDR"))
    owed = AccountKey("cod_receivable", party("pasar_express"))
    assert ledger.balance("id", "IDR", owed).balance_minor == story.total_minor
    remitted = Remitted(
        reference="rm_1", country="id", currency="IDR", amount_minor=parcel.cod_minor, fee_minor=1_300_00,
        at=clock.now(),
        parcels=(RemittedParcel("EP123456785ID", parcel.cod_minor),),
    )  # fmt: skip
    assert operations.take_remittance(carrier_key="pasar_express", remitted=remitted)
    assert not operations.take_remittance(carrier_key="pasar_express", remitted=remitted)
    assert ledger.balance("id", "IDR", owed).balance_minor == 0
    assert ledger.balance("id", "IDR", AccountKey("payment_expense")).balance_minor == 1_300_00
    [view] = queries.remittances("id")
    assert view.differences == ()
    assert all(each.difference_minor == 0 for each in ledger.sums())


def test_cash_that_is_missing_or_of_a_parcel_we_do_not_know_stands_out() -> None:
    story = Story("cod")
    parcel_id = story.ship()
    due = queries.parcel(story.shelf.seller_id, parcel_id).cod_minor
    scan(parcel_id, said("delivered", collected_minor=due, currency="IDR"))
    operations.take_remittance(
        carrier_key="pasar_express",
        remitted=Remitted(
            reference="rm_1", country="id", currency="IDR", amount_minor=due - 100 + 500, fee_minor=0, at=clock.now(),
            parcels=(RemittedParcel("EP123456785ID", due - 100), RemittedParcel("EP000000000ID", 500)),
        ),
    )  # fmt: skip
    [view] = queries.remittances("id")
    assert sorted(view.differences) == [("EP000000000ID", 500), ("EP123456785ID", -100)]


def test_two_refused_parcels_end_cash_for_a_while() -> None:
    story = Story("cod")
    for turn in range(2):
        parcel_id = story.ship(f"EP12345678{turn}ID")
        for minute, state in enumerate(
            ("delivery_failed", "return_started", "return_in_transit", "returned")
        ):
            scan(parcel_id, said(state, minute))
        if turn == 0:
            assert identity.customer(story.customer).cash_off_until is None
            placed = buy(story.customer, (story.shelf.skus[0], 1), method="cod")
            [card] = order_queries.purchase_page(story.customer, placed.purchase_id).orders
            story.order_id = card.id
    until = identity.customer(story.customer).cash_off_until
    assert isinstance(until, datetime)
    assert until > clock.now() + timedelta(days=59)


def test_parcels_of_a_cancelled_order_are_not_sent() -> None:
    story = Story()
    parcel_id = story.pack()
    orders.cancel(order_id=story.order_id, actor=story.seller, reason="broken")
    assert operations.cancel_parcels(order_ids=[story.order_id]) == 1
    assert operations.cancel_parcels(order_ids=[story.order_id]) == 0
    parcel = queries.parcel(story.shelf.seller_id, parcel_id)
    assert (parcel.state, parcel.booking) == ("cancelled", "refused")
    with pytest.raises(NotBookedYet):
        operations.hand_over(parcel_id=parcel_id, actor=story.seller)
    with pytest.raises(NotPacked):
        story.pack()


def test_an_unreachable_carrier_is_asked_again_ever_later() -> None:
    story = Story()
    parcel_id = story.pack()
    waits = []
    for _ in range(3):
        operations.note_unreachable(parcel_id=parcel_id, reason="ReadTimeout")
        from pasar.market.fulfilment.models import Parcel

        row = Parcel.objects.get(id=parcel_id)
        assert row.next_try_at is not None
        waits.append(row.next_try_at - clock.now())
    assert waits == sorted(waits)
    assert operations.note_booked(parcel_id=parcel_id, booked=Booked("N1", "S"))
    assert not operations.note_unreachable(parcel_id=parcel_id, reason="late answer")


def notice(event_id: str = "e1", **values: Any) -> tuple[dict[str, str], bytes]:
    body = orjson.dumps(
        {"event_id": event_id, "tracking_number": "EP123456785ID", "code": "DL50", "text": "Delivered",
         "place": "Malang", "at": clock.now().isoformat()} | values
    )  # fmt: skip
    stamp = str(int(clock.now().timestamp()))
    return {
        "Carrier-Timestamp": stamp,
        "Carrier-Signature": signing.sign(settings.CARRIER_SECRET, stamp, body),
    }, body


def test_a_notice_is_kept_once_and_delivers_the_order() -> None:
    story = Story()
    story.ship()
    headers, body = notice()
    assert operations.take_notice("pasar_express", headers, body)
    assert not operations.take_notice("pasar_express", headers, body)
    assert operations.apply_notices() == 1
    assert operations.apply_notices() == 0
    assert story.status == "delivered"
    assert Scan.objects.count() == 1


def test_notices_of_many_parcels_come_to_what_they_come_to_one_by_one() -> None:
    stories = [Story(), Story()]
    for number, story in zip(("A1", "B2"), stories, strict=True):
        story.ship(number)
    for number, code in (
        ("A1", "HB20"), ("B2", "PU10"), ("A1", "OD40"), ("A1", "DL50"), ("B2", "HB20"), ("A1", "HB20"),
    ):  # fmt: skip
        event_id = f"{number} {code} {clock.now()}"
        operations.take_notice("pasar_express", *notice(event_id, tracking_number=number, code=code))
    assert operations.apply_notices() == 6
    assert [story.status for story in stories] == ["delivered", "shipped"]
    [one], [other] = (queries.parcels(story.order_id) for story in stories)
    assert (one.state, other.state) == ("delivered", "at_hub")
    assert Scan.objects.count() == 6
    assert not CarrierNotice.objects.exclude(state="applied").exists()


def test_a_notice_that_is_not_the_carriers_changes_nothing() -> None:
    Story().ship()
    headers, body = notice()
    forged = [
        ({}, body),
        (headers, body + b" "),
        (headers | {"Carrier-Signature": "v1=" + "0" * 64}, body),
        (headers | {"Carrier-Timestamp": str(int(clock.now().timestamp()) - 10_000)}, body),
    ]
    for given_headers, given_body in forged:
        with pytest.raises(NoticeRefused):
            operations.take_notice("pasar_express", given_headers, given_body)
    with pytest.raises(NotFound):
        operations.take_notice("own_courier", headers, body)
    with pytest.raises(NotFound):
        operations.take_notice("nobody", headers, body)
    assert not CarrierNotice.objects.exists()


def test_a_notice_before_the_booking_was_noted_waits_for_it() -> None:
    story = Story()
    parcel_id = story.pack()
    operations.take_notice("pasar_express", *notice())
    assert operations.apply_notices() == 0
    operations.note_booked(parcel_id=parcel_id, booked=Booked("EP123456785ID", "S"))
    assert operations.apply_notices() == 1
    assert story.status == "delivered"


def test_a_notice_about_nothing_of_ours_is_set_aside() -> None:
    operations.take_notice("pasar_express", *notice())
    with clock.frozen(clock.now() + timedelta(hours=2)):
        assert operations.apply_notices() == 1
    assert CarrierNotice.objects.get().state == "unmatched"


@pytest.mark.parametrize("country", ["id", "th", "vn"])
def test_a_label_prints_in_the_scripts_of_the_region(country: str) -> None:
    from reportlab.pdfbase import pdfmetrics

    from pasar.market.fulfilment import label

    pdf = label.draw(
        [
            label.Label(
                tracking_number="EP123456785ID", sort_code="ID-101", carrier="Pasar Express", service="Express",
                order_number="ID-261124-7K3M9QXZ",
                recipient=("สมชาย ใจดี", "Nguyễn Thị Ánh Tuyết", "Đường Trần Phú, Huế"),
                sender=("Toko Ibu",), weight="1.0 kg", cash="Rp91.000",
            )
        ]
    )  # fmt: skip
    assert pdf.startswith(b"%PDF")
    face = pdfmetrics.getFont(label.REGULAR).face
    for letter in "กขสมชายใจดีĂÂĐÊÔƠƯăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ₫฿₱":
        assert ord(letter) in face.charToGlyph, letter


def test_a_sellers_label_carries_number_cash_and_a_masked_phone() -> None:
    story = Story("cod")
    parcel_id = story.pack()
    with pytest.raises(NotBookedYet):
        queries.label_pdf(story.shelf.seller_id, parcel_id)
    operations.note_booked(parcel_id=parcel_id, booked=Booked("EP123456785ID", "ID-101"))
    assert queries.label_pdf(story.shelf.seller_id, parcel_id).startswith(b"%PDF")
