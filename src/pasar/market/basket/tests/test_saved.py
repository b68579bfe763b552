"""Saved for later: out of what is bought, kept, and back again; also from the guest to the customer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from pasar.kernel import clock
from pasar.kernel.errors import NotFound
from pasar.market.basket import batch, operations, queries, rules
from pasar.market.basket.errors import NotEnoughLeft, NotForSale, TooManyLines, TooManySaved
from pasar.market.basket.models import Line
from pasar.market.basket.rules import MOST_LINES, MOST_SAVED, Owner
from pasar.market.basket.tests.test_basket import add, customer, guest, lines
from pasar.market.catalogue import operations as catalogue
from pasar.market.stock import operations as stock
from pasar.market.stock.tests.making import Shelf, make_customers, make_shelf


def save(owner: Owner, *skus: int) -> int:
    return operations.save_for_later(country="id", owner=owner, sku_ids=skus)


def take_back(owner: Owner, sku: int) -> int:
    return operations.take_back(country="id", owner=owner, sku_id=sku)


def saved(owner: Owner) -> dict[int, int]:
    return {line.sku_id: line.units for line in queries.raw_saved("id", owner)}


def fill(owner: Owner, number: int, *, saved_at: datetime | None) -> None:
    """Lines of things that nobody sells, as many as a full list needs."""
    Line.objects.bulk_create(
        Line(
            country="id", customer_id=owner.customer_id, sku_id=10**12 + sku, shop_id=1, units=1, selected=False,
            seen_price_minor=1, added_at=clock.now(), saved_at=saved_at,
        )
        for sku in range(number)
    )  # fmt: skip


def sells(shelf: Shelf, units: int) -> None:
    stock.set_on_hand(
        country="id", seller_id=shelf.seller_id, on_hand=dict.fromkeys(shelf.skus, units),
        actor=f"seller:{shelf.seller_id}",
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("make", [customer, guest])
def test_what_is_saved_is_out_of_the_basket_and_comes_back_with_its_pieces(make: Any) -> None:
    owner, shelf = make(), make_shelf(prices=(10_000_00, 20_000_00))
    add(owner, shelf, 3, 0)
    add(owner, shelf, 1, 1)
    assert save(owner, shelf.skus[0]) == 1
    assert (lines(owner), saved(owner)) == ({shelf.skus[1]: 1}, {shelf.skus[0]: 3})
    assert queries.counts("id", owner) == queries.Counts(1, 1)
    assert queries.basket("id", owner, "id").goods_minor == 20_000_00
    assert take_back(owner, shelf.skus[0]) == 3
    assert (lines(owner), saved(owner)) == ({shelf.skus[0]: 3, shelf.skus[1]: 1}, {})
    assert queries.basket("id", owner, "id").goods_minor == 50_000_00


@pytest.mark.django_db
def test_what_is_saved_cannot_be_bought_or_chosen_or_counted_by_a_purchase() -> None:
    owner, shelf = customer(), make_shelf()
    add(owner, shelf, 2)
    save(owner, shelf.skus[0])
    assert operations.select(country="id", owner=owner, selected=True) == 0
    with pytest.raises(NotFound):
        operations.set_units(country="id", owner=owner, sku_id=shelf.skus[0], units=1)
    assert owner.customer_id is not None
    asked = batch.read_lines([(owner.customer_id, shelf.skus[0])])
    assert queries.basket("id", owner, "id").chosen == ()
    with connection.cursor() as cursor:
        cursor.execute(asked.text, asked.params)
        assert cursor.fetchall() == []
    assert saved(owner) == {shelf.skus[0]: 2}


@pytest.mark.django_db
def test_adding_a_saved_thing_anew_brings_it_back_with_the_new_pieces() -> None:
    owner, shelf = customer(), make_shelf()
    add(owner, shelf, 5)
    save(owner, shelf.skus[0])
    assert add(owner, shelf, 2) == 2
    assert (lines(owner), saved(owner)) == ({shelf.skus[0]: 2}, {})


@pytest.mark.django_db
def test_what_comes_back_is_no_more_than_is_left_and_nothing_when_none_is() -> None:
    owner, shelf = customer(), make_shelf(units=9)
    add(owner, shelf, 5)
    save(owner, shelf.skus[0])
    sells(shelf, 0)
    with pytest.raises(NotEnoughLeft):
        take_back(owner, shelf.skus[0])
    assert saved(owner) == {shelf.skus[0]: 5}
    sells(shelf, 2)
    assert take_back(owner, shelf.skus[0]) == 2
    assert lines(owner) == {shelf.skus[0]: 2}


@pytest.mark.django_db
def test_what_is_no_longer_sold_stays_saved_and_says_so() -> None:
    owner, shelf = customer(), make_shelf()
    add(owner, shelf)
    save(owner, shelf.skus[0])
    catalogue.withdraw(
        seller_id=shelf.seller_id, listing_id=shelf.listings[0], actor=f"seller:{shelf.seller_id}"
    )
    with pytest.raises(NotForSale):
        take_back(owner, shelf.skus[0])
    [line] = queries.saved_for_later("id", owner, "id").lines
    assert line.problem == "gone"
    assert operations.remove(country="id", owner=owner, sku_ids=shelf.skus) == 1
    assert saved(owner) == {}


@pytest.mark.django_db
def test_nobody_saves_or_takes_back_for_another() -> None:
    mine, theirs, shelf = customer(), customer(), make_shelf(prices=(10_000_00, 20_000_00))
    add(theirs, shelf, 1, 0)
    add(theirs, shelf, 1, 1)
    save(theirs, shelf.skus[1])
    assert save(mine, *shelf.skus) == 0
    with pytest.raises(NotFound):
        take_back(mine, shelf.skus[1])
    assert save(Owner(), *shelf.skus) == 0
    assert (lines(theirs), saved(theirs)) == ({shelf.skus[0]: 1}, {shelf.skus[1]: 1})


@pytest.mark.django_db
def test_both_lists_have_an_end() -> None:
    owner, shelf = customer(), make_shelf()
    fill(owner, MOST_SAVED, saved_at=clock.now())
    add(owner, shelf)
    with pytest.raises(TooManySaved):
        save(owner, shelf.skus[0])
    operations.remove(country="id", owner=owner, sku_ids=[10**12])
    assert save(owner, shelf.skus[0]) == 1
    Line.objects.filter(sku_id__gt=10**12).update(saved_at=None)
    fill_up = MOST_LINES - queries.counts("id", owner).lines
    assert fill_up == 1
    add(owner, make_shelf())
    with pytest.raises(TooManyLines):
        take_back(owner, shelf.skus[0])


@pytest.mark.django_db
def test_the_list_is_read_page_by_page_without_a_gap_or_a_double() -> None:
    owner = customer()
    moment = datetime(2026, 11, 11, tzinfo=UTC)
    fill(owner, 30, saved_at=moment)
    Line.objects.filter(sku_id__gte=10**12 + 20).update(saved_at=moment + timedelta(microseconds=1))
    found, page = [], queries.saved_for_later("id", owner, "id")
    assert page.total == 30
    found += page.lines
    while page.next:
        page = queries.saved_for_later("id", owner, "id", after=page.next)
        found += page.lines
    expected = [*range(29, 19, -1), *range(19, -1, -1)]
    assert [line.sku_id - 10**12 for line in found] == expected


@given(st.integers(0, 10**17 - 1), st.integers(0, 2**59))
def test_a_place_is_read_as_it_was_written(microseconds: int, sku: int) -> None:
    place = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds), sku)
    assert rules.place_of(rules.place_text(*place)) == place


@pytest.mark.parametrize(
    "text", ["", "x", "1", "1-", "-1", "1-2-3", "١-٢", " 1-2", "9" * 18 + "-1", "1-" + "9" * 19]
)
def test_what_is_no_place_begins_at_the_beginning(text: str) -> None:
    assert rules.place_of(text) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_list(text: str) -> None:
    place = rules.place_of(text)
    assert place is None or (place[0] >= datetime(1970, 1, 1, tzinfo=UTC) and 0 <= place[1] < 10**18)


@pytest.mark.django_db
def test_what_a_guest_saved_is_the_customers_after_signing_in() -> None:
    visitor, shelf = (
        guest(),
        make_shelf(prices=(1_000_00, 2_000_00, 3_000_00, 4_000_00, 5_000_00), units=2_000),
    )
    [known] = make_customers()
    own = Owner(customer_id=known)
    new, both_saved, mine_in_basket, mine_saved, both_in_basket = range(5)
    for which in range(5):
        add(visitor, shelf, 2, which)
        if which != new:
            add(own, shelf, 5, which)
    save(visitor, shelf.skus[new], shelf.skus[both_saved], shelf.skus[mine_in_basket])
    save(own, shelf.skus[both_saved], shelf.skus[mine_saved])
    assert operations.merge(country="id", guest_token=visitor.guest_token, customer_id=known) == 5
    assert saved(own) == {shelf.skus[new]: 2, shelf.skus[both_saved]: 7}
    assert lines(own) == {
        shelf.skus[mine_in_basket]: 5, shelf.skus[mine_saved]: 2, shelf.skus[both_in_basket]: 7,
    }  # fmt: skip
    assert (lines(visitor), saved(visitor)) == ({}, {})
    assert {line.sku_id for line in queries.basket("id", own, "id").chosen} == set(lines(own))


@pytest.mark.django_db
def test_of_a_guests_lines_only_those_come_that_there_is_room_for() -> None:
    visitor, shelf = guest(), make_shelf(prices=(1_000_00, 2_000_00))
    [known] = make_customers()
    own = Owner(customer_id=known)
    fill(own, MOST_SAVED - 1, saved_at=clock.now())
    for which in range(2):
        add(visitor, shelf, 1, which)
        save(visitor, shelf.skus[which])
    operations.merge(country="id", guest_token=visitor.guest_token, customer_id=known)
    assert queries.counts("id", own).saved == MOST_SAVED
    assert saved(visitor) == {}
