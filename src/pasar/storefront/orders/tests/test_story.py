"""The order told in words, for every status there is and every language we speak."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.utils import translation

from pasar import countries
from pasar.market.orders import rules
from pasar.market.orders.queries import OrderPage, Step
from pasar.storefront.orders import story
from pasar.ui.words import parcel_state

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
ORDER = OrderPage(
    id=uuid4(), number="ID-1", purchase_id=uuid4(), customer_id=1, seller_id=1, shop_id=1, shop_name="Toko",
    status="to_ship", currency="IDR", total_minor=100, payment_method="qr_transfer", placed_at=AT, deadline_at=AT,
    deadline_action="x", promise_to=date(2026, 11, 28), lines=(), country="id", seller_class="home", warehouse_id=1,
    goods_minor=100, seller_discount_minor=0, platform_discount_minor=0, coins_minor=0, shipping_minor=0,
    shipping_seller_discount_minor=0, shipping_platform_discount_minor=0, rounding_minor=0, tax_minor=0,
    shipping_tax_minor=0, carrier_key="x", service_key="y", rate_card_id=None,
    promise_from=date(2026, 11, 26), paid_at=AT, shipped_at=None, delivered_at=None, completed_at=None,
    cancelled_at=None, extended=False, purchase_number="P", purchase_status="paid", pay_by=None, address={},
    note="", language="id",
)  # fmt: skip


@pytest.mark.parametrize("status", [*rules.PROGRESS, *sorted(rules.GONE)])
@pytest.mark.parametrize("language", ["en", "id"])
def test_every_status_has_a_headline_and_exactly_one_place(status, language):
    with translation.override(language):
        told = story.tell(replace(ORDER, status=status), countries.get("id"), language)
    assert told.headline
    assert "%(" not in told.next
    now = [stage for stage in told.stages if stage.state == "now"]
    assert len(now) == (0 if status == "completed" else 1)


def test_stations_are_passed_in_order():
    for status in rules.PROGRESS:
        states = [
            stage.state
            for stage in story.tell(replace(ORDER, status=status), countries.get("id"), "en").stages
        ]
        assert states == sorted(states, key=["done", "now", "later"].index)


def test_steps_of_several_lines_at_once_are_told_once_and_scans_stand_between():
    steps = [Step(AT, "packed", "shipped", "carrier:x", "", line) for line in (uuid4(), uuid4())]

    class Scan:
        state, place, at = "at_hub", "Jakarta", AT.replace(hour=5)

    class Parcel:
        scans = (Scan,)

    told = story.happenings(steps, [Parcel], parcel_state)
    assert [each.text for each in told] == ["At a sorting centre", "Handed to the carrier"]


def test_a_step_and_its_scan_are_told_once_with_the_place_and_packed_stands_below_handed_over():
    steps = [
        Step(AT, "packed", "packed", "seller:1", "", None),
        Step(AT, "packed", "shipped", "seller:1", "", None),
    ]
    delivered = AT.replace(hour=9)
    steps.append(Step(delivered.replace(second=20), "shipped", "delivered", "carrier:x", "", None))

    class Scan:
        state, place, at = "delivered", "Jakarta", delivered

    class Parcel:
        scans = (Scan,)

    told = story.happenings(steps, [Parcel], parcel_state)
    assert [(each.text, each.place) for each in told] == [
        ("Delivered", "Jakarta"), ("Handed to the carrier", ""), ("The shop packed it", ""),
    ]  # fmt: skip
