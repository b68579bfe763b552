"""Every step is told to customer and seller, once, in their language; every template renders in every language."""

from importlib.resources import files
from typing import Any

import pytest

from pasar import countries
from pasar.kernel import clock, events
from pasar.kernel.events import Consumer
from pasar.market.messages.models import Message
from pasar.market.messages.rendering import render
from pasar.market.orders import operations, telling
from pasar.market.orders.tasks import CONSUMERS
from pasar.market.orders.tests.placing import Placed, placed

MESSAGES = next(each for each in CONSUMERS if each.name == "orders.messages")
TEMPLATES = sorted(
    path.name.removesuffix(".txt")
    for path in (files("pasar.market.orders") / "templates" / "messages").iterdir()
    if path.name.endswith(".txt")
)
CONTEXT = {
    "purchase": "PID-1", "order": "ID-1", "shop": "Toko Ibu", "total_minor": 91_000_00, "amount_minor": 500_00,
    "cash": True,
    "first_title": "Panci", "more": 2, "units": 3, "deadline": "2026-11-27T10:00:00+00:00", "promise_to": "2026-11-28",
    "pay_by": "2026-11-25T10:00:00+00:00", "reason": "not_shipped_in_time", "by": "system", "to_wallet": True,
}  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_says_something_in_every_language_of_every_country(template: str) -> None:
    for country in countries.all_countries().values():
        for language in country.languages:
            subject, body = render(country.key, language, template, CONTEXT)
            assert subject
            assert body
            assert "{" not in subject + body


def test_whatever_orders_tell_has_a_template() -> None:
    named = {*telling.CUSTOMER_HEARS.values(), *telling.SELLER_HEARS.values()}
    assert named <= set(TEMPLATES)


def told() -> list[tuple[str, int]]:
    """(template, person) of what is in inboxes, in the order it was written."""
    rows = Message.objects.filter(channel="inbox").order_by("id")
    return [(row.template, row.person_id) for row in rows]


def listen(consumer: Consumer = MESSAGES) -> None:
    events.register([consumer])
    events.drain([consumer])


@pytest.fixture
def order(fresh_market_db: Any) -> Placed:
    return placed()


def test_both_sides_hear_of_every_step_once(order: Placed) -> None:
    listen()
    assert told() == [("seller_new_order", order.seller_person), ("purchase_paid", order.customer_person)]
    operations.pack(order_id=order.id, actor=order.seller)
    operations.ship(order_id=order.id, actor=order.seller)
    operations.deliver(order_id=order.id, actor="carrier:pasar_express")
    operations.confirm(order_id=order.id, actor=order.customer)
    listen()
    listen()
    customer = [template for template, person in told() if person == order.customer_person]
    seller = [template for template, person in told() if person == order.seller_person]
    assert customer == ["purchase_paid", "order_shipped", "order_delivered", "order_completed"]
    assert seller == ["seller_new_order", "seller_delivered", "seller_completed"]


def test_a_cancellation_is_told_to_both(order: Placed) -> None:
    operations.cancel(order_id=order.id, actor=order.customer, reason="changed_my_mind")
    listen()
    assert ("order_cancelled", order.customer_person) in told()
    assert ("seller_cancelled", order.seller_person) in told()


def test_the_seller_is_reminded_once_before_the_time_is_over(order: Placed) -> None:
    from datetime import timedelta

    from pasar.market.orders import queries

    assert operations.remind_sellers() == 0
    deadline = queries.facts(order.id).deadline_at
    assert deadline is not None
    with clock.frozen(deadline - timedelta(hours=11)):
        assert operations.remind_sellers() == 1
        assert operations.remind_sellers() == 0
    assert told() == [("seller_ship_by", order.seller_person)]
