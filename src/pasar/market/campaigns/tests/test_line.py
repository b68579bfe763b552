"""The line: first come, first called; nobody is passed over, and nobody from outside finds a returned unit first."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from pasar.kernel import batch, clock, events
from pasar.kernel.errors import SignInNeeded
from pasar.kernel.models import Event
from pasar.market.campaigns import batch as campaigns
from pasar.market.campaigns import board, operations, queries, rules, tasks
from pasar.market.campaigns.errors import NotRunning, SoldOut, TooManyOnDevice
from pasar.market.campaigns.models import Item, Place
from pasar.market.campaigns.operations.line import TURN, Joining, join_together
from pasar.market.campaigns.tests.making import DURING, ENDS, STARTS, make_goods, make_item, make_open, take
from pasar.market.identity.batch import Session
from pasar.market.messages.models import Message
from pasar.market.stock import operations as stock
from pasar.market.stock.tests.making import make_customers


@pytest.fixture(autouse=True)
def fresh_board(request):
    if "fresh_market_db" not in request.fixturenames:
        request.getfixturevalue("db")
    board.forget()
    yield
    board.forget()


def join(item, customer, at=DURING, device="", units=1):
    with clock.frozen(at):
        return operations.join(
            item_id=item, customer_id=customer, device=device or f"d{customer}", units=units
        )


def states(item):
    return list(Place.objects.filter(item_id=item).order_by("id").values_list("customer_id", "state"))


def give_back(line, at=DURING):
    with clock.frozen(at):
        stock.release(line_ids=[line])
        operations.give_back(line_ids=[line])


def test_while_there_is_some_left_whoever_comes_is_called_at_once_and_has_it_kept():
    shelf = make_goods()
    item = make_open(shelf, units=2)

    first, second, third = (join(item, customer) for customer in (1, 2, 3))

    assert [each.state for each in (first, second, third)] == ["called", "called", "waiting"]
    assert first.called_until == DURING + TURN
    assert third.ahead == 0
    with clock.frozen(DURING):
        assert queries.prices(shelf.skus)[shelf.skus[0]][0].quota_left == 0


def test_a_quote_knows_what_is_kept_for_the_customer_who_was_called():
    shelf = make_goods()
    item = make_open(shelf, units=1, per_customer=1)
    join(item, 1)
    with clock.frozen(DURING):
        [price] = queries.prices(shelf.skus)[shelf.skus[0]]
        mine, others = queries.uses(shelf.skus, 1), queries.uses(shelf.skus, 2)
    assert price.quota_left == 0
    assert mine == {item: rules.Used(0, 1)}
    assert others == {}
    assert rules.choose([price], 1, 25_000_00, mine[item]).price == price


def test_a_place_is_kept_however_often_one_comes_again():
    item = make_open(make_goods(), units=2)
    for customer in (1, 2, 3, 4):
        join(item, customer)
    again = join(item, 3)
    assert (again.state, again.ahead) == ("waiting", 0)
    assert join(item, 4).ahead == 1
    assert len(states(item)) == 4


def test_a_unit_that_comes_back_is_kept_for_the_first_in_line_and_nobody_else_finds_it():
    shelf = make_goods()
    item = make_open(shelf, units=2)
    lines = take(shelf, item, [(1, 1), (2, 1)])
    join(item, 3)
    join(item, 4)

    give_back(lines[0])

    assert states(item) == [(3, "called"), (4, "waiting")]
    with transaction.atomic():
        quotas, uses = batch.run(
            connection,
            [
                campaigns.lock_quotas(shelf.skus, DURING),
                campaigns.read_uses(shelf.skus, [3, 4], DURING),
            ],
        )
    [price] = campaigns.prices(quotas, [])[shelf.skus[0]]
    used = campaigns.uses(uses)
    assert rules.choose([price], 1, 25_000_00, used[item, 3]).price == price
    assert rules.choose([price], 1, 25_000_00, used.get((item, 4), rules.NOTHING)).refusal == "flash_sold_out"
    take(shelf, item, [(3, 1)])
    found = Item.objects.get(pk=item)
    assert (found.sold, found.offered) == (2, 0)
    assert states(item)[0] == (3, "served")


def test_a_turn_that_is_not_used_in_time_goes_to_the_next():
    item = make_open(make_goods(), units=2, per_customer=1)
    for customer in (1, 2, 3):
        join(item, customer)
    with clock.frozen(DURING + TURN - timedelta(seconds=1)):
        assert operations.end_turns() == 0
    with clock.frozen(DURING + TURN):
        assert operations.end_turns() == 1
        assert operations.end_turns() == 0
    assert states(item) == [(1, "gone"), (2, "gone"), (3, "called")]
    assert Item.objects.get(pk=item).offered == 1
    assert join(item, 1, DURING + TURN).state == "called"  # at the end of the line, which is short


def test_a_wish_that_does_not_fit_is_not_passed_over():
    shelf = make_goods()
    item = make_open(shelf, units=3, per_customer=2)
    lines = take(shelf, item, [(1, 1), (2, 2)])
    join(item, 3, units=2)
    join(item, 4, units=1)
    give_back(lines[0])
    assert states(item) == [(3, "waiting"), (4, "waiting")]
    give_back(lines[1])
    assert states(item) == [(3, "called"), (4, "called")]


def test_who_leaves_lets_the_next_have_it():
    item = make_open(make_goods(), units=1, per_customer=1)
    join(item, 1)
    join(item, 2)
    with clock.frozen(DURING):
        operations.leave(item_id=item, customer_id=1)
        operations.leave(item_id=item, customer_id=1)
    assert states(item) == [(1, "gone"), (2, "called")]


def test_one_device_holds_two_accounts_and_no_farm_of_them():
    item = make_open(make_goods(), units=5)
    join(item, 1, device="phone")
    join(item, 2, device="phone")
    with pytest.raises(TooManyOnDevice):
        join(item, 3, device="phone")
    assert join(item, 1, device="phone").state == "called"
    assert [who for who, _state in states(item)] == [1, 2]


def test_a_line_has_an_end_and_whoever_comes_later_is_told_without_the_database(django_assert_num_queries):
    shelf = make_goods(units=10)
    item = make_open(shelf, units=1, per_customer=1)
    take(shelf, item, [(99, 1)])
    for customer in range(1, rules.LINE_PER_UNIT + 1):
        join(item, customer)
    with pytest.raises(SoldOut):
        join(item, 50)
    board.forget()
    with clock.frozen(DURING):
        with django_assert_num_queries(1):
            assert board.running(item).hopeless
        with django_assert_num_queries(0):
            for _ in range(1_000):
                assert board.running(item).hopeless
            assert board.running(item).left == 0


def test_nobody_queues_before_the_slot_begins_or_after_it_has_ended():
    shelf = make_goods()
    item = make_item(shelf)
    with clock.frozen(STARTS - timedelta(minutes=1)):
        operations.open_due()
    with pytest.raises(NotRunning):
        join(item, 1, STARTS - timedelta(seconds=1))
    with pytest.raises(NotRunning):
        join(item, 1, ENDS)
    assert states(item) == []


def test_when_the_slot_ends_nobody_waits_and_nothing_is_kept():
    shelf = make_goods()
    item = make_open(shelf, units=1, per_customer=1)
    join(item, 1)
    join(item, 2)
    with clock.frozen(ENDS):
        operations.close_due()
    assert states(item) == [(1, "gone"), (2, "gone")]
    assert Item.objects.get(pk=item).offered == 0


def test_a_ticket_is_the_holders_alone_and_cannot_be_made_up():
    item = make_open(make_goods())
    word = operations.ticket(join(item, 1))
    mine = operations.read_ticket(word, 1)
    assert mine is not None
    assert (mine.item_id, mine.customer_id, mine.ahead) == (item, 1, None)
    assert operations.read_ticket(word, 2) is None
    assert operations.read_ticket(word[:-2], 1) is None
    assert operations.read_ticket("", 1) is None


def test_whose_turn_it_is_hears_of_it_once():
    shelf = make_goods()
    item = make_open(shelf, units=1, per_customer=1)
    [customer] = make_customers()
    join(item, customer)
    found = [
        events.Recorded(e.id, e.country, e.topic, e.key, e.payload, e.at, 0)
        for e in Event.objects.filter(topic="flash.called")
    ]
    with clock.frozen(DURING):
        tasks.tell_called(found)
        tasks.tell_called(found)
    assert set(Message.objects.values_list("template", flat=True)) == {"flash_turn"}
    assert Message.objects.filter(channel="inbox").count() == 1


def test_who_asked_is_told_once_when_the_slot_opens():
    item = queries.item("id", make_item(make_goods()))
    yes, no = make_customers(2)
    with clock.frozen(STARTS - timedelta(hours=1)):
        for customer in (yes, yes, no):
            operations.remind_me(
                country="id",
                slot_id=item.slot_id,
                customer_id=customer,
                language="id",
                listing_id=item.listing_id,
            )
        operations.forget_me(slot_id=item.slot_id, customer_id=no)
        assert queries.reminded_of(yes) == {item.slot_id}
        assert operations.announce_due() == 0
    with clock.frozen(STARTS):
        assert operations.announce_due() == 1
        assert operations.announce_due() == 0
    assert Message.objects.filter(template="flash_opens", channel="inbox").count() == 1


def test_of_many_who_come_at_once_exactly_the_quota_is_called_and_in_order(fresh_market_db):
    """Real threads, real transactions."""
    item = make_open(make_goods(units=20), units=5, per_customer=1)
    gate = threading.Barrier(8)

    def come(first):
        gate.wait()
        for customer in range(first, first + 5):
            operations.join(item_id=item, customer_id=customer, device=f"d{customer}")
        connection.close()

    with clock.frozen(DURING):
        threads = [threading.Thread(target=come, args=(1 + 5 * number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    found = [state for _who, state in states(item)]
    assert found.count("called") == 5
    assert found.count("waiting") == 35
    assert Item.objects.get(pk=item).offered == 5


def test_who_has_just_come_knows_their_number_before_the_board_does_and_who_waits_asks_nothing(
    django_assert_num_queries,
):
    item = make_open(make_goods(), units=1, per_customer=1)
    board.forget()
    with clock.frozen(DURING):
        assert not board.gone(item)
        board.running(item)
    later = DURING + timedelta(seconds=0.5)
    for customer in (1, 2, 3):
        join(item, customer, later)
    word = operations.ticket(join(item, 3, later))
    mine = operations.read_ticket(word, 3)
    with clock.frozen(later), django_assert_num_queries(0):
        assert operations.ahead_of(mine) == 1
    with clock.frozen(DURING + timedelta(seconds=3)):
        with django_assert_num_queries(1):
            assert operations.ahead_of(mine) == 1
        with django_assert_num_queries(0):
            assert operations.ahead_of(mine) == 1
    operations.leave(item_id=item, customer_id=3)
    with clock.frozen(DURING + timedelta(seconds=6)):
        assert operations.ahead_of(mine) is None


def test_those_who_come_at_the_same_moment_are_let_in_together_by_the_same_rules():
    item = make_open(make_goods(), units=1, per_customer=1)
    most = rules.LINE_PER_UNIT + 1
    with clock.frozen(DURING):
        asked = [
            Joining(item, 1, "phone", 1, None),
            Joining(item, 2, "phone", 1, None),
            Joining(item, 3, "phone", 1, None),
            Joining(item, 1, "phone", 1, None),
            *(Joining(item, 10 + n, f"d{n}", 1, None) for n in range(most)),
        ]
        found = join_together(asked)
    assert [getattr(each, "state", type(each)) for each in found] == [
        "called", "waiting", SoldOut, "called", *["waiting"] * (most - 2), SoldOut, SoldOut
    ]  # fmt: skip
    assert [each.ahead for each in found[4:-2]] == list(range(1, most - 1))
    assert not Place.objects.filter(customer_id=3).exists()


def test_of_one_device_two_are_let_in_however_many_come_at_the_same_moment():
    item = make_open(make_goods(), units=5)
    with clock.frozen(DURING):
        found = join_together([Joining(item, n, "phone", 1, None) for n in (1, 2, 3, 1)])
    assert [getattr(each, "state", type(each)) for each in found] == [
        "called",
        "called",
        TooManyOnDevice,
        "called",
    ]


def test_a_session_that_was_ended_takes_no_place_and_harms_nobody_beside_it():
    item = make_open(make_goods(), units=5)
    [mine, other] = make_customers(2)
    made_up = Session(person_id=1, sid="ended", auth_hash="no")
    with clock.frozen(DURING):
        found = join_together([Joining(item, mine, "a", 1, made_up), Joining(item, other, "b", 1, None)])
    assert isinstance(found[0], SignInNeeded)
    assert states(item) == [(other, "called")]
