"""From a closed statement to the seller's bank account, over HTTP between market and bank."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger import queries as book
from pasar.finance.ledger.rules import AccountKey, NewTransfer, party
from pasar.finance.payments import tasks as payment_tasks
from pasar.finance.payments.models import StatementLine
from pasar.finance.payouts import operations, queries, tasks
from pasar.finance.payouts.errors import NothingDue
from pasar.finance.payouts.models import Batch, Payout
from pasar.finance.settlement import operations as settlement
from pasar.finance.settlement.queries import statements
from pasar.kernel import clock, events, ids
from pasar.kernel.models import Event

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)
IN_FLIGHT, RECEIVABLE, BANK = (
    AccountKey("payouts_in_flight"), AccountKey("provider_receivable", party("demo_bank")),
    AccountKey("bank", party("demo_bank")),
)  # fmt: skip


def owe(seller_id, amount_minor, *, at):
    """What a completed order leaves a seller."""
    ledger.post(
        [
            NewTransfer(
                id=ids.uuid7(), country="id", currency="IDR", debit=AccountKey("escrow"),
                credit=AccountKey("seller_payable", seller_id), amount_minor=amount_minor, code="sale",
                ref_kind="order", ref_id=str(ids.uuid7()),
            )
        ],
        at=at,
    )  # fmt: skip


def balance(key):
    return book.balance("id", "IDR", key).balance_minor


def make_due(accounts):
    """Statements due, by seller: amount and account number ('' for none yet)."""
    for seller_id, (amount, number) in accounts.items():
        owe(seller_id, amount, at=NOW - timedelta(days=5))
        if number:
            operations.set_account(
                seller_id=seller_id,
                country="id",
                bank_code="BCA",
                number=number,
                holder=f"Seller {seller_id}",
            )
    settlement.close_cycle("id")


def run_events():
    events.drain(tasks.CONSUMERS)


@pytest.fixture
def at_now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def town_now(at_now, open_town):
    events.register(tasks.CONSUMERS)
    return open_town


def hear(town, after_s):
    town.hear(after_s=after_s)
    run_events()
    tasks.ask()


def test_a_statement_is_paid_out_and_the_banks_statement_explains_it(town_now):
    make_due({3: (500_000_00, "1234567890"), 4: (250_000_00, "222233334444")})
    assert tasks.gather() == 1
    batch = Batch.objects.get()
    assert (batch.payouts_count, batch.total_minor, batch.state) == (2, 750_000_00, "to_send")
    assert balance(AccountKey("seller_payable", 3)) == 0
    assert balance(IN_FLIGHT) == 750_000_00

    assert tasks.send_batches() == 1
    assert Batch.objects.get().state == "sent"
    hear(town_now, 30)
    batch, payouts = queries.batch("id", batch.id)
    assert (batch.state, batch.settled, batch.returned) == ("done", 2, 0)
    assert {payout.masked for payout in payouts} == {"••••7890", "••••4444"}
    assert (balance(IN_FLIGHT), balance(RECEIVABLE)) == (0, -750_000_00)
    assert Event.objects.filter(topic="payout.settled").count() == 2

    payment_tasks.read_statements()
    assert tasks.read_statements() == 2
    assert set(StatementLine.objects.values_list("state", flat=True)) == {"matched"}
    assert (balance(RECEIVABLE), balance(BANK)) == (0, -750_000_00)
    assert all(each.difference_minor == 0 for each in book.sums())


def test_nothing_is_paid_out_twice(town_now):
    make_due({3: (500_000_00, "1234567890")})
    tasks.gather()
    with pytest.raises(NothingDue):
        operations.create_batch("id")
    tasks.send_batches()
    Batch.objects.update(state="to_send", next_try_at=NOW)  # crashed before the outcome was recorded
    Payout.objects.update(state="to_send")
    tasks.send_batches()
    for _ in range(3):
        hear(town_now, 30)
        payment_tasks.read_statements()
        tasks.read_statements()
    assert (balance(BANK), balance(IN_FLIGHT), balance(RECEIVABLE)) == (-500_000_00, 0, 0)
    assert Event.objects.filter(topic="payout.settled").count() == 1


def test_a_payout_that_comes_back_is_owed_again_and_on_the_next_statement(town_now):
    make_due({3: (500_000_00, "1234567899")})  # the demo bank sends back what goes to a number ending in 99
    tasks.gather()
    tasks.send_batches()
    hear(town_now, 30)
    assert Payout.objects.get().state == "returned"
    assert balance(AccountKey("seller_payable", 3)) == 500_000_00
    assert (balance(IN_FLIGHT), balance(RECEIVABLE)) == (0, 0)
    assert Event.objects.filter(topic="payout.returned").count() == 1
    with pytest.raises(NothingDue):
        operations.create_batch("id")

    with clock.frozen(NOW + timedelta(days=8)):
        settlement.close_cycle("id")
        assert statements(3)[0].closing_minor == 500_000_00
        operations.set_account(
            seller_id=3, country="id", bank_code="BNI", number="5555666677", holder="Seller 3"
        )
        operations.create_batch("id")
    assert Payout.objects.exclude(state="returned").get().account_number == "5555666677"


def test_a_seller_without_an_account_waits_and_holds_up_nobody(town_now):
    make_due({3: (100_000_00, ""), 4: (200_000_00, "222233334444")})
    tasks.gather()
    assert list(Payout.objects.values_list("seller_id", flat=True)) == [4]
    assert balance(AccountKey("seller_payable", 3)) == 100_000_00


def test_a_bank_that_does_not_answer_is_asked_again(town_now, settings):
    make_due({3: (500_000_00, "1234567890")})
    tasks.gather()
    there, settings.BANK_URL = settings.BANK_URL, "http://127.0.0.1:9"
    tasks.send_batches()
    batch = Batch.objects.get()
    assert (batch.state, batch.last_error) == ("to_send", "ConnectError")
    settings.BANK_URL = there
    with clock.frozen(NOW + timedelta(minutes=5)):
        assert tasks.send_batches() == 1
    assert Batch.objects.get().state == "sent"


def test_a_lost_notice_is_made_up_for_by_the_statement(town_now):
    make_due({3: (500_000_00, "1234567890")})
    tasks.gather()
    tasks.send_batches()
    town_now.bank.store.told(NOW + timedelta(seconds=30))
    town_now.bank.work()
    payment_tasks.read_statements()
    tasks.read_statements()
    assert (Payout.objects.get().state, balance(BANK), balance(RECEIVABLE)) == ("settled", -500_000_00, 0)


@pytest.mark.race
def test_two_batches_made_at_once_share_no_statement(town_now):
    make_due({seller: (100_000_00, f"10000000{seller:02d}") for seller in range(3, 9)})
    start, made = Barrier(4), []

    def make():
        start.wait()
        try:
            made.append(operations.create_batch("id"))
        except NothingDue:
            made.append(None)
        finally:
            connections.close_all()

    threads = [Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert Payout.objects.count() == 6
    assert balance(IN_FLIGHT) == 600_000_00
