import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from pasar.finance.ledger import batch, operations, queries
from pasar.finance.ledger.errors import InsufficientFunds, NotByHand, NotPending, TransferDiffers
from pasar.finance.ledger.models import Transfer
from pasar.finance.ledger.rules import AccountKey, NewTransfer
from pasar.kernel import batch as kernel_batch
from pasar.kernel import clock, ids
from pasar.kernel.errors import Invalid
from pasar.kernel.models import AuditEntry

BANK, ESCROW = AccountKey("bank"), AccountKey("escrow")
PURSE = AccountKey("wallet", 7)


def transfer(debit, credit, amount, **other):
    given = {
        "id": ids.uuid7(), "country": "id", "currency": "IDR", "debit": debit, "credit": credit,
        "amount_minor": amount, "code": "test", "ref_kind": "test", "ref_id": "1",
    }  # fmt: skip
    return NewTransfer(**(given | other))


def fill(amount=1_000):
    return operations.post([transfer(BANK, PURSE, amount)])


def held(key=PURSE):
    balance = queries.balance("id", "IDR", key)
    return balance.balance_minor, balance.available_minor


def test_a_transfer_moves_both_accounts(db):
    fill()
    operations.post([transfer(PURSE, ESCROW, 300)])
    assert held() == (700, 700)
    assert queries.balance("id", "IDR", BANK).balance_minor == 1_000
    assert queries.balance("id", "IDR", ESCROW).balance_minor == 300
    assert [each.difference_minor for each in queries.sums()] == [0]


def test_the_same_transfer_twice_has_one_effect(db):
    first = transfer(BANK, PURSE, 500)
    assert operations.post([first]) == [first.id]
    assert operations.post([first, other := transfer(BANK, PURSE, 1)]) == [other.id]
    assert held() == (501, 501)


@pytest.mark.parametrize(
    "change", [{"amount_minor": 2}, {"credit": AccountKey("wallet", 8)}, {"code": "x"}, {"ref_id": "2"}]
)
def test_a_known_id_with_other_content_is_refused(db, change):
    first = transfer(BANK, PURSE, 500)
    operations.post([first])
    with pytest.raises(TransferDiffers) as refusal:
        operations.post([transfer(BANK, PURSE, 9), replace(first, **change)])
    assert refusal.value.code == "transfer_differs"
    assert held() == (500, 500)


def test_a_guarded_balance_never_goes_below_zero_and_nothing_of_the_call_is_booked(db):
    fill(100)
    with pytest.raises(InsufficientFunds) as refusal:
        operations.post([transfer(BANK, AccountKey("wallet", 8), 5), transfer(PURSE, ESCROW, 101)])
    assert refusal.value.data == {"kind": "wallet", "owner_id": 7, "missing_minor": 1}
    assert held() == (100, 100)
    assert Transfer.objects.count() == 1


def test_what_a_call_brings_in_may_be_spent_in_it(db):
    operations.post([transfer(BANK, PURSE, 5), transfer(PURSE, ESCROW, 5)])
    assert held() == (0, 0)


def test_the_database_refuses_an_overdraft_that_the_code_let_through(db):
    fill(100)
    spent = [transfer(PURSE, ESCROW, 101)]
    statements = [batch.open_accounts(batch.accounts_of(spent)), batch.write(spent, clock.now())]
    with pytest.raises(IntegrityError, match="balance_guarded"), transaction.atomic():
        kernel_batch.run(connection, statements)
    assert held() == (100, 100)


def test_pending_money_is_held_then_posted_in_part_and_the_rest_let_go(db):
    fill(100)
    pending = transfer(PURSE, ESCROW, 80, kind="pending")
    operations.post([pending])
    assert held() == (100, 20)
    with pytest.raises(InsufficientFunds):
        operations.post([transfer(PURSE, ESCROW, 21)])
    operations.post([transfer(PURSE, ESCROW, 50, kind="post", pending_id=pending.id)])
    assert held() == (50, 50)
    assert queries.balance("id", "IDR", ESCROW).balance_minor == 50


def test_a_pending_transfer_ends_once(db):
    fill(100)
    pending = transfer(PURSE, ESCROW, 80, kind="pending")
    operations.post([pending])
    operations.post([transfer(PURSE, ESCROW, 80, kind="void", pending_id=pending.id)])
    assert held() == (100, 100)
    for kind in ("post", "void"):
        with pytest.raises(NotPending):
            operations.post([transfer(PURSE, ESCROW, 80, kind=kind, pending_id=pending.id)])
    assert held() == (100, 100)


@pytest.mark.parametrize("change", [{"amount_minor": 81}, {"credit": BANK}, {"pending_id": ids.uuid7()}])
def test_an_end_that_does_not_fit_its_pending_transfer_is_refused(db, change):
    fill(100)
    pending = transfer(PURSE, ESCROW, 80, kind="pending")
    operations.post([pending])
    with pytest.raises(NotPending):
        operations.post([replace(transfer(PURSE, ESCROW, 80, kind="post", pending_id=pending.id), **change)])
    assert held() == (100, 20)


def test_a_pending_transfer_expires_once(db):
    fill(100)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    with clock.frozen(now):
        operations.post([transfer(PURSE, ESCROW, 80, kind="pending", expires_at=now + timedelta(hours=1))])
        assert operations.expire_due() == 0
    with clock.frozen(now + timedelta(hours=1)):
        assert operations.expire_due() == 1
        assert operations.expire_due() == 0
    assert held() == (100, 100)


@pytest.mark.parametrize("bad", [
    {"amount_minor": 0}, {"amount_minor": -1}, {"amount_minor": 10**15 + 1}, {"credit": BANK}, {"currency": "XXX"},
    {"kind": "post"}, {"expires_at": datetime(2026, 1, 1, tzinfo=UTC)}, {"code": ""},
])  # fmt: skip
def test_a_transfer_no_ledger_could_take_is_a_bug(db, bad):
    with pytest.raises(ValueError):
        operations.post(
            [transfer(BANK, PURSE, 1, **bad)] if "credit" not in bad else [transfer(BANK, BANK, 1)]
        )
    assert Transfer.objects.count() == 0


def test_staff_books_by_hand_with_a_reason_and_a_trace(db):
    booked = operations.journal_entry(
        country="id", debit=AccountKey("inventory"), credit=AccountKey("supplier_payable"), amount_minor=700,
        reason="March delivery", actor="person:1",
    )  # fmt: skip
    assert queries.balance("id", "IDR", AccountKey("inventory")).balance_minor == 700
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.reason) == ("person:1", "ledger.journal_entry", "March delivery")
    assert entry.target == f"transfer:{booked.transfer_id}"


def test_no_hand_touches_what_packages_explain_row_by_row(db):
    with pytest.raises(NotByHand):
        operations.journal_entry(
            country="id", debit=BANK, credit=PURSE, amount_minor=1, reason="gift", actor="person:1"
        )
    with pytest.raises(Invalid):
        operations.journal_entry(
            country="id",
            debit=BANK,
            credit=AccountKey("opening_equity"),
            amount_minor=1,
            reason=" ",
            actor="person:1",
        )
    assert Transfer.objects.count() == 0


@pytest.mark.parametrize("statement", [
    "UPDATE ledger_transfer SET amount_minor = 1", "DELETE FROM ledger_transfer", "TRUNCATE ledger_transfer",
    "UPDATE ledger_account SET owner_id = 1", "DELETE FROM ledger_account", "DELETE FROM ledger_balance",
    "ALTER TABLE ledger_transfer DISABLE TRIGGER ALL", "DROP TABLE ledger_transfer",
    "SET session_replication_role = replica",
])  # fmt: skip
def test_the_applications_role_cannot_change_the_past(fresh_market_db, statement):
    fill()
    with (
        psycopg.connect(fresh_market_db.app_url, autocommit=True) as application,
        pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.IntegrityError)),
    ):
        application.execute(statement)
    assert held() == (1_000, 1_000)


def test_not_even_the_owner_changes_the_past_by_mistake(owner_cursor):
    fill()
    for statement in ("UPDATE ledger_transfer SET amount_minor = 1", "DELETE FROM ledger_transfer"):
        with pytest.raises(psycopg.errors.IntegrityError, match="append-only"):
            owner_cursor.execute(statement)


@pytest.mark.race
def test_eight_who_spend_the_last_money_at_once_spend_it_once(fresh_market_db):
    fill(100)
    done, refused = _race([lambda: operations.post([transfer(PURSE, ESCROW, 100)]) for _ in range(8)])
    assert (done, refused) == (1, 7)
    assert held() == (0, 0)


@pytest.mark.race
def test_eight_repeats_of_one_transfer_at_once_have_one_effect(fresh_market_db):
    fill(100)
    same = transfer(PURSE, ESCROW, 10)
    done, refused = _race([lambda: operations.post([same]) for _ in range(8)])
    assert (done, refused) == (8, 0)
    assert held() == (90, 90)


def _race(acts):
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        barrier.wait()
        try:
            act()
            outcomes.append("done")
        except InsufficientFunds:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes.count("done"), outcomes.count("refused")
