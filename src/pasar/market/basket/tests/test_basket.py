"""Baskets: numbers that are no pieces, other people's lines, the merge at sign-in, and what changed since."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from pasar.kernel import clock
from pasar.kernel.errors import NotFound
from pasar.market.basket import operations, queries, rules
from pasar.market.basket.errors import NotEnoughLeft, NotForSale, TooManyLines, UnitsOutOfRange
from pasar.market.basket.rules import Owner
from pasar.market.campaigns.tests import making as flash
from pasar.market.catalogue import operations as catalogue
from pasar.market.sellers import operations as sellers
from pasar.market.stock import operations as stock
from pasar.market.stock.tests.making import Shelf, make_customers, make_shelf


def customer() -> Owner:
    return Owner(customer_id=make_customers()[0])


def guest() -> Owner:
    return Owner(guest_token=rules.new_token())


def add(owner: Owner, shelf: Shelf, units: object = 1, which: int = 0) -> int:
    return operations.add(country="id", owner=owner, sku_id=shelf.skus[which], units=units)


def lines(owner: Owner) -> dict[int, int]:
    return {line.sku_id: line.units for line in queries.raw_lines("id", owner)}


@pytest.mark.django_db
@pytest.mark.parametrize("make", [customer, guest])
def test_units_of_the_same_thing_add_up(make: Any) -> None:
    owner, shelf = make(), make_shelf()
    assert add(owner, shelf, 2) == 2
    assert add(owner, shelf, "3") == 5
    assert lines(owner) == {shelf.skus[0]: 5}
    assert queries.count("id", owner) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "units", [0, -1, 1000, 2**63, "1e3", "1.5", "-1", "", "１", "๒", "+1", " 1", True, None, [], {}, 1.0]
)
def test_what_is_no_number_of_pieces_changes_nothing(units: object) -> None:
    owner, shelf = customer(), make_shelf()
    with pytest.raises(UnitsOutOfRange):
        add(owner, shelf, units)
    add(owner, shelf, 2)
    with pytest.raises(UnitsOutOfRange):
        operations.set_units(country="id", owner=owner, sku_id=shelf.skus[0], units=units)
    assert lines(owner) == {shelf.skus[0]: 2}


@given(st.text(max_size=6))
def test_only_ascii_digits_from_1_to_999_are_units(text: str) -> None:
    units = rules.units_of(text)
    if units is not None:
        assert 1 <= units <= 999
        assert text.isascii()
        assert text.isdigit()


@pytest.mark.django_db
def test_more_than_is_left_is_refused_with_what_is_left() -> None:
    owner, shelf = customer(), make_shelf(units=3)
    add(owner, shelf, 2)
    with pytest.raises(NotEnoughLeft) as refusal:
        add(owner, shelf, 2)
    assert refusal.value.data == {"free": 3}
    assert lines(owner) == {shelf.skus[0]: 2}


@pytest.mark.django_db
@pytest.mark.parametrize("sku", [0, -1, 2**63, 10**9])
def test_what_is_not_sold_cannot_be_added(sku: int) -> None:
    with pytest.raises(NotForSale):
        operations.add(country="id", owner=customer(), sku_id=sku)


@pytest.mark.django_db
def test_goods_of_another_country_cannot_be_added() -> None:
    shelf = make_shelf(country="my", prices=(10_00,))
    with pytest.raises(NotForSale):
        add(customer(), shelf)


@pytest.mark.django_db
def test_nobody_changes_anothers_basket() -> None:
    mine, theirs, shelf = customer(), customer(), make_shelf()
    add(theirs, shelf, 2)
    with pytest.raises(NotFound):
        operations.set_units(country="id", owner=mine, sku_id=shelf.skus[0], units=1)
    assert operations.remove(country="id", owner=mine, sku_ids=shelf.skus) == 0
    assert operations.select(country="id", owner=mine, selected=False) == 0
    assert lines(theirs) == {shelf.skus[0]: 2}


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", " ", None, "short", "x" * 33, "é" * 32, ["a"] * 32])
def test_a_token_of_nobody_is_an_empty_basket(token: Any) -> None:
    owner = Owner(guest_token=token)
    assert queries.basket("id", owner, "id").groups == ()
    assert queries.count("id", owner) == 0
    assert operations.remove(country="id", owner=owner, sku_ids=[1]) == 0
    assert operations.merge(country="id", guest_token=token, customer_id=make_customers()[0]) == 0


@pytest.mark.django_db
def test_a_guests_basket_merges_into_the_customers_and_is_gone() -> None:
    visitor, shelf = guest(), make_shelf(prices=(10_000_00, 20_000_00), units=2_000)
    [known] = make_customers()
    add(visitor, shelf, 600, 0)
    add(visitor, shelf, 1, 1)
    add(Owner(customer_id=known), shelf, 500, 0)
    operations.merge(country="id", guest_token=visitor.guest_token, customer_id=known)
    assert lines(Owner(customer_id=known)) == {shelf.skus[0]: 999, shelf.skus[1]: 1}
    assert lines(visitor) == {}
    assert operations.merge(country="id", guest_token=visitor.guest_token, customer_id=known) == 0


@pytest.mark.django_db
def test_a_basket_holds_two_hundred_things() -> None:
    owner = customer()
    shelf = make_shelf(prices=tuple(10_000_00 + number * 100_00 for number in range(201)))
    for which in range(200):
        add(owner, shelf, 1, which)
    with pytest.raises(TooManyLines):
        add(owner, shelf, 1, 200)
    assert add(owner, shelf, 1, 0) == 2


@pytest.mark.django_db
def test_a_changed_price_stays_said_when_only_the_pieces_change() -> None:
    owner, shelf = customer(), make_shelf(prices=(25_000_00,))
    add(owner, shelf, 1)
    actor = f"seller:{shelf.seller_id}"
    catalogue.set_prices(seller_id=shelf.seller_id, prices={shelf.skus[0]: (30_000_00, None)}, actor=actor)
    operations.set_units(country="id", owner=owner, sku_id=shelf.skus[0], units=2)
    [line] = queries.basket("id", owner, "id").lines
    assert (line.was_minor, line.price_minor, line.total_minor) == (25_000_00, 30_000_00, 60_000_00)


def take_a_break(shelf: Shelf) -> None:
    sellers.update_shop(
        seller_id=shelf.seller_id, actor=f"seller:{shelf.seller_id}", name="Toko Libur", tagline="", description="",
        dispatch_days=1, paused=True,
    )  # fmt: skip


@pytest.mark.django_db
def test_what_is_gone_and_what_is_only_away_are_told_apart() -> None:
    owner = customer()
    withdrawn, paused, sold_out, fine = make_shelf(), make_shelf(), make_shelf(), make_shelf()
    for shelf in (withdrawn, paused, sold_out, fine):
        add(owner, shelf)
    catalogue.withdraw(
        seller_id=withdrawn.seller_id, listing_id=withdrawn.listings[0], actor=f"seller:{withdrawn.seller_id}"
    )  # fmt: skip
    take_a_break(paused)
    stock.set_on_hand(
        country="id", seller_id=sold_out.seller_id, on_hand={sold_out.skus[0]: 0},
        actor=f"seller:{sold_out.seller_id}",
    )  # fmt: skip
    view = queries.basket("id", owner, "id")
    assert [line.sku_id for line in view.gone] == [withdrawn.skus[0]]
    assert {line.sku_id: line.problem for line in view.away} == {
        paused.skus[0]: "closed", sold_out.skus[0]: "out_of_stock",
    }  # fmt: skip
    assert [line.sku_id for line in view.chosen] == [fine.skus[0]]
    assert not next(group for group in view.groups if group.shop_id == paused.shop_id).all_selected
    assert view.all_selected


@pytest.mark.django_db
def test_what_changed_since_is_said_and_costs_what_it_costs_now() -> None:
    owner, shelf = customer(), make_shelf(prices=(25_000_00, 30_000_00), units=5)
    add(owner, shelf, 2, 0)
    add(owner, shelf, 4, 1)
    actor = f"seller:{shelf.seller_id}"
    catalogue.set_prices(seller_id=shelf.seller_id, prices={shelf.skus[0]: (20_000_00, None)}, actor=actor)
    stock.set_on_hand(country="id", seller_id=shelf.seller_id, on_hand={shelf.skus[1]: 3}, actor=actor)
    view = queries.basket("id", owner, "id")
    [group] = view.groups
    cheaper, short = group.lines
    assert (cheaper.was_minor, cheaper.price_minor, cheaper.cheaper) == (25_000_00, 20_000_00, True)
    assert (short.problem, short.free) == ("not_enough", 3)
    assert view.goods_minor == 40_000_00
    assert view.changed
    operations.see_prices(country="id", owner=owner, prices={shelf.skus[0]: 20_000_00})
    assert queries.basket("id", owner, "id").lines[0].was_minor is None


@pytest.mark.django_db
def test_only_what_is_selected_counts() -> None:
    owner, one, other = customer(), make_shelf(), make_shelf()
    add(owner, one)
    add(owner, other)
    operations.select(country="id", owner=owner, selected=False, shop_id=one.shop_id)
    view = queries.basket("id", owner, "id")
    assert [line.sku_id for line in view.chosen] == [other.skus[0]]
    operations.select(country="id", owner=owner, selected=False)
    operations.select(country="id", owner=owner, selected=True, sku_ids=[one.skus[0]])
    assert [line.sku_id for line in queries.basket("id", owner, "id").chosen] == [one.skus[0]]


@pytest.mark.django_db
def test_a_basket_of_two_hundred_lines_over_sixty_shops_takes_as_few_queries_as_a_small_one() -> None:
    owner, small = customer(), customer()
    shelves = [make_shelf(prices=(10_000_00, 20_000_00, 30_000_00, 40_000_00)) for _ in range(60)]
    wanted = [(shelf, which) for which in range(4) for shelf in shelves][:200]
    for shelf, which in wanted:
        add(owner, shelf, 1, which)
    add(small, shelves[0])
    for who, lines_there, shops in ((small, 1, 1), (owner, 200, 60)):
        with CaptureQueriesContext(connection) as asked:
            view = queries.basket("id", who, "id", with_saved=True)
            assert (len(view.lines), len(view.groups)) == (lines_there, shops)
        assert len(asked) == 7


@pytest.mark.django_db
def test_a_flash_price_counts_as_at_the_checkout_and_that_it_ended_is_said() -> None:
    shelf = flash.make_goods(units=10)
    flash.make_open(shelf, units=5, per_customer=2, price_minor=15_000_00)
    owner = customer()
    with clock.frozen(flash.DURING):
        add(owner, shelf, 2)
        [line] = queries.basket("id", owner, "id").lines
        assert (line.price_minor, line.list_minor, line.was_minor) == (15_000_00, 25_000_00, None)
        assert line.total_minor == 30_000_00
        operations.set_units(country="id", owner=owner, sku_id=shelf.skus[0], units=3)
        [line] = queries.basket("id", owner, "id").lines
        assert (line.price_minor, line.flash_refusal, line.flash_most) == (25_000_00, "flash_limit", 2)
        assert (line.was_minor, line.free, line.problem) == (15_000_00, 5, "")
        with pytest.raises(NotEnoughLeft):
            operations.set_units(country="id", owner=owner, sku_id=shelf.skus[0], units=6)
        operations.set_units(country="id", owner=owner, sku_id=shelf.skus[0], units=2)
        assert queries.basket("id", owner, "id").lines[0].was_minor is None
    with clock.frozen(flash.ENDS):
        [line] = queries.basket("id", owner, "id").lines
        assert (line.price_minor, line.was_minor) == (25_000_00, 15_000_00)


@pytest.mark.django_db
def test_what_lies_only_on_the_flash_shelf_can_be_put_in_at_its_price() -> None:
    shelf = flash.make_goods(units=5)
    flash.make_open(shelf, units=5, per_customer=2, price_minor=15_000_00)
    owner = customer()
    with clock.frozen(flash.DURING):
        assert add(owner, shelf, 2) == 2
        with pytest.raises(NotEnoughLeft):
            add(owner, shelf, 1)
        [line] = queries.basket("id", owner, "id").lines
        assert (line.price_minor, line.problem, line.free) == (15_000_00, "", 2)
