import psycopg
import pytest

from pasar.finance.ledger import operations, queries
from pasar.finance.ledger.models import RollUp
from pasar.finance.ledger.tests.test_post import BANK, ESCROW, PURSE, fill, transfer


def bank():
    return queries.balance("id", "IDR", BANK).balance_minor


def test_roll_up_plus_later_transfers_is_the_balance(fresh_market_db):
    fill(1_000)
    assert operations.roll_up() == 1  # the wallet keeps its own balance
    assert bank() == 1_000
    fill(500)
    assert bank() == 1_500
    operations.roll_up()
    assert operations.roll_up() == 0
    assert bank() == 1_500
    assert RollUp.objects.get().debits == 1_500
    assert [each.difference_minor for each in queries.sums()] == [0]


def test_what_commits_late_is_neither_lost_nor_counted_twice(fresh_market_db):
    with psycopg.connect(fresh_market_db.app_url) as slow:
        slow.execute("SELECT pg_current_xact_id()")  # given a transaction that began first and is still open
        fill(1_000)
        operations.roll_up()
        assert bank() == 1_000
        account = queries.balance("id", "IDR", BANK).id
        other = queries.balance("id", "IDR", PURSE).id
        slow.execute(
            "INSERT INTO ledger_transfer (id, country, currency, debit_account_id, credit_account_id, amount_minor,"
            " code, ref_kind, ref_id, kind, at) VALUES (gen_random_uuid(), 'id', 'IDR', %s, %s, 7, 'x', 'x', 'x',"
            " 'posted', now())",
            (account, other),
        )
    assert bank() == 1_007  # then it is there, before and after the next roll-up
    operations.roll_up()
    assert bank() == 1_007


def test_pending_transfers_move_nothing_until_they_are_posted(fresh_market_db):
    fill(100)
    pending = transfer(PURSE, ESCROW, 80, kind="pending")
    operations.post([pending])
    operations.roll_up()
    assert queries.balance("id", "IDR", ESCROW).balance_minor == 0
    operations.post([transfer(PURSE, ESCROW, 30, kind="post", pending_id=pending.id)])
    operations.roll_up()
    assert queries.balance("id", "IDR", ESCROW).balance_minor == 30


def test_an_account_is_read_page_by_page_from_the_newest(db, django_assert_num_queries):
    made = [operations.post([transfer(BANK, PURSE, amount)])[0] for amount in range(1, 8)]
    account_id = queries.balance("id", "IDR", PURSE).id
    with django_assert_num_queries(2):
        page = queries.account_page(account_id, size=3)
    seen = list(page.rows)
    while page.next:
        page = queries.account_page(account_id, after=page.next, size=3)
        seen += page.rows
    assert [row.id for row in seen] == made[::-1]
    assert {(row.side, row.other_kind) for row in seen} == {("credit", "bank")}


def test_an_order_is_shown_as_t_accounts(db, django_assert_num_queries):
    fill(100)
    operations.post([transfer(PURSE, ESCROW, 60, ref_kind="order", ref_id="o1")])
    operations.post([transfer(ESCROW, PURSE, 20, ref_kind="order", ref_id="o1")])
    with django_assert_num_queries(1):
        found = queries.t_accounts([("order", "o1"), ("purchase", "p1")])
    assert [(each.kind, each.debits_minor, each.credits_minor) for each in found] == [
        ("wallet", 60, 20), ("escrow", 20, 60),
    ]  # fmt: skip
    assert found[0].name == "Customer wallet: 7"


def test_the_trial_balance_sums_to_zero(db):
    fill(100)
    operations.post([transfer(PURSE, ESCROW, 60)])
    found = {each.kind: each.balance_minor for each in queries.trial_balance("id")}
    assert found == {"bank": 100, "wallet": 40, "escrow": 60}
    assert sum(each.difference_minor for each in queries.trial_balance("id")) == 0


def test_an_unknown_account_is_refused(db):
    from pasar.finance.ledger.errors import UnknownAccount

    with pytest.raises(UnknownAccount):
        queries.account_page(12345)
