import psycopg

from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger import queries
from pasar.finance.ledger.rules import AccountKey, NewTransfer
from pasar.kernel import ids
from pasar.runtime.keeping import catch_up

BANK, EQUITY = AccountKey("bank"), AccountKey("opening_equity")


def fill(amount_minor):
    ledger.post([NewTransfer(ids.uuid7(), "id", "IDR", BANK, EQUITY, amount_minor, "test", "test", "1")])


def bank():
    return queries.balance("id", "IDR", BANK).balance_minor


def test_what_is_written_after_a_restore_is_seen_although_another_server_wrote_the_rest(fresh_market_db):
    fill(100)
    # given a book whose transactions were counted by a server that had got further
    with psycopg.connect(fresh_market_db.owner_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE ledger_transfer SET xid = (xid::text::bigint + 3000)::text::xid8")
        owner.execute(
            "UPDATE ledger_rollupposition SET xid = (SELECT max(xid::text::bigint) + 1 FROM ledger_transfer)"
        )
        owner.execute(
            "INSERT INTO ledger_rollup (account_id, day, debits, credits)"
            " SELECT id, '2026-01-01', CASE kind WHEN 'bank' THEN 100 ELSE 0 END,"
            " CASE kind WHEN 'bank' THEN 0 ELSE 100 END FROM ledger_account"
        )
    assert bank() == 100
    # when this server has caught up
    catch_up(fresh_market_db.owner_url)
    fill(11)
    # then what came since is counted, before and after it is rolled up
    assert bank() == 111
    ledger.roll_up()
    assert bank() == 111
