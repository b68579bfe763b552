"""A quota is filled from the shelf, sold by lines, given back to, and goes home once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from pasar.kernel import batch, clock, events
from pasar.kernel.models import Event
from pasar.market.campaigns import batch as campaigns
from pasar.market.campaigns import operations, queries, rules, tasks
from pasar.market.campaigns.errors import (
    AlreadyDecided,
    AlreadyEntered,
    Closed,
    NotEnoughStock,
    PriceNotACut,
    SlotsOverlap,
)
from pasar.market.campaigns.models import Item, Taking, Use
from pasar.market.campaigns.operations import Nomination
from pasar.market.campaigns.tests.making import (
    DURING,
    ENDS,
    ENTRY,
    STARTS,
    TERMS,
    make_goods,
    make_item,
    make_open,
    make_slot,
    take,
)
from pasar.market.stock import operations as stock
from pasar.market.stock import queries as stock_queries
from pasar.market.stock.models import Movement

pytestmark = pytest.mark.django_db


def units(shelf, item):
    """(free on the seller's shelf, on hand and reserved on the quota's), after checking both against movements."""
    levels = {level.warehouse_id: level for level in stock_queries.levels([shelf.skus[0]])}
    for level in levels.values():
        moves = Movement.objects.filter(sku_id=level.sku_id, warehouse_id=level.warehouse_id)
        assert sum(moves.values_list("units", flat=True)) == level.on_hand
    home, quota = levels[shelf.warehouse_id], levels.get(rules.shelf_of(item))
    return (home.free, *((quota.on_hand, quota.reserved) if quota else (0, 0)))


def consume():
    """All news of units given back, from the first on, handed over: the test does not commit."""
    found = Event.objects.filter(topic="stock.set_aside_back").order_by("id")
    tasks.take_back([events.Recorded(e.id, e.country, e.topic, e.key, e.payload, e.at, 0) for e in found])
    return len(found)


def test_when_a_slot_opens_the_nominated_units_leave_the_sellers_shelf_once():
    shelf = make_goods(units=10)
    item = make_item(shelf, units=4)
    assert units(shelf, item) == (10, 0, 0)

    with clock.frozen(STARTS):
        assert operations.open_due() == 1
        assert operations.open_due() == 0

    assert units(shelf, item) == (6, 4, 0)
    assert Item.objects.get(pk=item).quota == 4


def test_the_price_counts_from_the_first_second_of_the_slot_to_the_last():
    shelf = make_goods()
    item = make_item(shelf)
    with clock.frozen(STARTS - timedelta(minutes=1)):
        operations.open_due()
        assert queries.prices(shelf.skus) == {}
    with clock.frozen(STARTS):
        [price] = queries.prices(shelf.skus)[shelf.skus[0]]
        assert (price.source, price.source_id, price.unit_minor, price.was_minor) == (
            "flash", item, 15_000_00, 25_000_00,
        )  # fmt: skip
        assert (price.per_customer, price.quota_left, price.until) == (2, 5, ENDS)
    with clock.frozen(ENDS):
        assert queries.prices(shelf.skus) == {}


def test_a_shelf_that_sold_meanwhile_gives_what_it_has_and_an_empty_one_no_sale():
    few, none = make_goods(units=5), make_goods(units=5)
    with clock.frozen(ENTRY):
        slot = make_slot()
    items = [make_item(each, units=5, slot_id=slot) for each in (few, none)]
    with clock.frozen(ENTRY):
        stock.set_on_hand(country="id", seller_id=few.seller_id, on_hand={few.skus[0]: 3}, actor="person:1")
        stock.set_on_hand(country="id", seller_id=none.seller_id, on_hand={none.skus[0]: 0}, actor="person:1")

    with clock.frozen(STARTS):
        operations.open_due()

    found = [Item.objects.get(pk=item) for item in items]
    assert [(each.state, each.quota, each.reason) for each in found] == [
        ("open", 3, ""),
        ("closed", 0, "no_stock"),
    ]


def test_lines_take_units_and_what_is_left_goes_home_when_the_slot_ends():
    shelf = make_goods(units=10)
    item = make_open(shelf, units=5)
    lines = take(shelf, item, [(1, 2), (2, 1)])
    assert units(shelf, item) == (5, 5, 3)
    with clock.frozen(DURING):
        assert queries.prices(shelf.skus)[shelf.skus[0]][0].quota_left == 2

    with clock.frozen(ENDS):
        assert operations.close_due() == 1
        assert operations.close_due() == 0
    assert units(shelf, item) == (7, 3, 3)

    with clock.frozen(ENDS + timedelta(hours=1)):
        stock.claim(line_ids=lines, actor="person:1")
    assert units(shelf, item) == (7, 0, 0)


def test_units_of_a_cancelled_line_are_the_quotas_again_while_the_slot_runs_and_only_once():
    shelf = make_goods(units=10)
    item = make_open(shelf, units=5)
    first, _second = take(shelf, item, [(1, 2), (2, 2)])

    with clock.frozen(DURING):
        stock.release(line_ids=[first])
        assert consume() == 1
        assert operations.give_back(line_ids=[first]) == 0
        stock.release(line_ids=[first])
        assert consume() == 1
        assert queries.prices(shelf.skus)[shelf.skus[0]][0].quota_left == 3

    assert units(shelf, item) == (5, 5, 2)
    assert Item.objects.get(pk=item).sold == 2
    assert dict(Use.objects.values_list("customer_id", "units")) == {1: 0, 2: 2}
    assert Taking.objects.get(line_id=first).back_at == DURING


def test_units_of_a_line_cancelled_after_the_slot_are_the_sellers():
    shelf = make_goods(units=10)
    item = make_open(shelf, units=5)
    [line] = take(shelf, item, [(1, 2)])
    with clock.frozen(ENDS):
        operations.close_due()
    assert units(shelf, item) == (8, 2, 2)

    with clock.frozen(ENDS + timedelta(minutes=30)):
        stock.release(line_ids=[line])
        consume()

    assert units(shelf, item) == (10, 0, 0)
    assert Item.objects.get(pk=item).sold == 0


def test_goods_sent_back_after_the_slot_are_on_the_sellers_shelf():
    shelf = make_goods(units=10)
    item = make_open(shelf, units=5)
    [line] = take(shelf, item, [(1, 2)])
    with clock.frozen(ENDS):
        operations.close_due()
        stock.claim(line_ids=[line], actor="person:1")
        stock.put_back(line_ids=[line], actor="person:1")
        consume()
    assert units(shelf, item) == (10, 0, 0)


def test_the_database_lets_no_quota_be_oversold_and_no_customer_have_more_than_the_limit():
    shelf = make_goods(units=10)
    item = make_open(shelf, units=3)
    take(shelf, item, [(1, 2)])
    with pytest.raises(IntegrityError, match="item_sold_within_quota"), transaction.atomic():
        take(shelf, item, [(2, 2)])
    with pytest.raises(IntegrityError, match="use_within_limit"), transaction.atomic():
        take(shelf, item, [(1, 1)])
    assert units(shelf, item) == (7, 3, 2)


def test_what_placing_locks_and_reads_is_what_the_decision_needs():
    shelf = make_goods(units=10)
    item = make_open(shelf, units=5)
    take(shelf, item, [(1, 2)])
    with transaction.atomic():
        quotas, uses, prices = batch.run(
            connection,
            [
                campaigns.lock_quotas(shelf.skus, DURING),
                campaigns.read_uses(shelf.skus, [1, 2], DURING),
                campaigns.read_prices(shelf.skus, DURING),
            ],
        )
    [price] = campaigns.prices(quotas, prices)[shelf.skus[0]]
    used = campaigns.uses(uses)
    assert (price.quota_left, price.shelf_id) == (3, -item)
    assert used == {(item, 1): rules.Used(2, 0)}
    assert rules.choose([price], 1, 25_000_00, used[item, 1]).refusal == "flash_limit"


def test_one_customer_with_two_purchases_in_a_batch_counts_once():
    shelf = make_goods(units=10)
    item = make_open(shelf, units=5)
    take(shelf, item, [(1, 1), (1, 1), (2, 1)])
    assert dict(Use.objects.values_list("customer_id", "units")) == {1: 2, 2: 1}
    assert Item.objects.get(pk=item).sold == 3


def test_a_price_that_is_no_cut_is_refused_with_the_one_that_would_do():
    shelf = make_goods()
    with clock.frozen(ENTRY), pytest.raises(PriceNotACut) as refusal:
        operations.nominate(
            slot_id=make_slot(), seller_id=shelf.seller_id, actor="person:1",
            nomination=Nomination(sku_id=shelf.skus[0], price_minor=24_000_00, units=1),
        )  # fmt: skip
    assert refusal.value.data == {
        "sku_id": shelf.skus[0], "reason": "not_low_enough", "reference_minor": 25_000_00, "most_minor": 22_500_00,
    }  # fmt: skip
    assert not Item.objects.exists()


def test_nominations_need_units_time_and_are_made_once():
    shelf = make_goods(units=3)
    with clock.frozen(ENTRY):
        slot = make_slot()
        wanted = {"slot_id": slot, "seller_id": shelf.seller_id, "actor": "person:1"}
        with pytest.raises(NotEnoughStock):
            operations.nominate(
                **wanted, nomination=Nomination(sku_id=shelf.skus[0], price_minor=15_000_00, units=4)
            )
        fine = Nomination(sku_id=shelf.skus[0], price_minor=15_000_00, units=3)
        item = operations.nominate(**wanted, nomination=fine)
        with pytest.raises(AlreadyEntered):
            operations.nominate(**wanted, nomination=fine)
        operations.withdraw(item_id=item, seller_id=shelf.seller_id, actor="person:1")
        assert operations.nominate(**wanted, nomination=fine) == item
        operations.approve(country="id", item_ids=[item], actor="person:2")
    with clock.frozen(STARTS):
        operations.open_due()
        with pytest.raises(AlreadyDecided):
            operations.withdraw(item_id=item, seller_id=shelf.seller_id, actor="person:1")
        with pytest.raises(Closed):
            operations.nominate(**wanted, nomination=fine)


def test_what_nobody_approved_never_opens():
    shelf = make_goods()
    with clock.frozen(ENTRY):
        item = operations.nominate(
            slot_id=make_slot(), seller_id=shelf.seller_id, actor="person:1",
            nomination=Nomination(sku_id=shelf.skus[0], price_minor=15_000_00, units=1),
        )  # fmt: skip
    with clock.frozen(STARTS):
        assert operations.open_due() == 0
    with clock.frozen(ENDS):
        operations.close_due()
    found = Item.objects.get(pk=item)
    assert (found.state, found.reason) == ("refused", "not_decided")


def test_slots_of_a_venture_do_not_overlap():
    with clock.frozen(ENTRY):
        slot = make_slot()
        assert make_slot() == slot
        assert make_slot(ENDS) != slot
        with pytest.raises(SlotsOverlap):
            make_slot(STARTS + timedelta(hours=1))


def test_a_campaign_price_counts_while_the_campaign_runs_and_was_a_cut():
    shelf = make_goods()
    with clock.frozen(ENTRY):
        campaign = operations.open_campaign(
            country="id", slug="11-11", names={"id": "11.11", "en": "11.11"}, starts_at=STARTS, ends_at=ENDS,
            enrol_by=STARTS, terms=TERMS, actor="person:2",
        )  # fmt: skip
        with pytest.raises(PriceNotACut):
            operations.enrol(
                campaign_id=campaign,
                seller_id=shelf.seller_id,
                prices={shelf.skus[0]: 25_000_00},
                actor="person:1",
            )
        [enrolment] = operations.enrol(
            campaign_id=campaign,
            seller_id=shelf.seller_id,
            prices={shelf.skus[0]: 20_000_00},
            actor="person:1",
        )
        assert queries.prices(shelf.skus) == {}
    with clock.frozen(DURING):
        [price] = queries.prices(shelf.skus)[shelf.skus[0]]
        assert (price.source, price.source_id, price.unit_minor, price.quota_left, price.shelf_id) == (
            "campaign", enrolment, 20_000_00, None, None,
        )  # fmt: skip
        with pytest.raises(AlreadyDecided):
            operations.withdraw_enrolment(enrolment_id=enrolment, seller_id=shelf.seller_id, actor="person:1")
        assert (
            operations.stop_campaign(country="id", campaign_id=campaign, reason="wrong", actor="person:2")
            == 1
        )
        assert queries.prices(shelf.skus) == {}
