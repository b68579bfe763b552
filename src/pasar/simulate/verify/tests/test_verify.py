import json
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction

from pasar.kernel import clock, sql
from pasar.runtime.testing.fixtures import MarketDatabase
from pasar.simulate import verify
from pasar.simulate.verify.tests.breaking import BREAKS, MORE_BREAKS
from pasar.simulate.verify.tests.trading import trade


@pytest.fixture
def market(fresh_market_db: MarketDatabase) -> Iterator[MarketDatabase]:
    try:
        trade()
        yield fresh_market_db
    finally:
        clock.run()


def said(report):
    return {each.key: each.rows for each in report.broken}


def test_an_empty_book_is_good(fresh_market_db):
    report = verify.run()
    assert said(report) == {}
    assert report.ok
    assert [each.key for each in report.invariants] == [each.key for each in verify.INVARIANTS]


def test_a_good_book_is_good_and_each_broken_one_is_found_out(market):
    heard = []
    report = verify.run(told=heard.append)
    assert said(report) == {}
    assert heard == report.invariants
    assert json.loads(json.dumps(report.as_json()))["ok"] is True
    with _owner(market):
        for key, statements in [*BREAKS.items(), *MORE_BREAKS]:
            with transaction.atomic():
                _run("SET LOCAL session_replication_role = replica")
                _run(statements)
                broken = verify.run(only=[key])
                transaction.set_rollback(True)
            assert [each.key for each in broken.invariants] == [key]
            assert not broken.ok, f"{key} does not notice: {statements}"
            assert broken.invariants[0].rows
        assert verify.run().ok  # and nothing of it stayed


def test_every_invariant_is_broken_once():
    assert sorted(BREAKS) == sorted(each.key for each in verify.INVARIANTS)


def test_the_list_has_each_number_once_and_a_file_for_each():
    keys = [each.key for each in verify.INVARIANTS]
    assert keys == sorted(set(keys))
    for each in verify.INVARIANTS:
        assert "SELECT" in sql.text("pasar.simulate.verify", each.file)


def test_a_number_that_is_no_cards_is_left_alone(market):
    with _owner(market), transaction.atomic():
        _run("UPDATE messages_message SET body = 'Parcel 4111 1111 1111 1112 is on its way'")
        assert verify.run(only=["INV-39"]).ok
        transaction.set_rollback(True)


def test_verify_writes_nothing_and_sees_one_moment(market):
    from pasar.simulate.verify.asking import _snapshot

    with _snapshot() as database, database.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("on",)
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
    assert verify.run(only=["INV-02"]).ok


class _owner:
    """Django's connection as the tables' owner."""

    def __init__(self, market: MarketDatabase) -> None:
        self.user = market.owner_url.split("//")[1].split("@")[0]

    def __enter__(self) -> None:
        connection.close()
        self.settings = connections["default"].settings_dict
        self.before, self.settings["USER"] = self.settings["USER"], self.user

    def __exit__(self, *_failure: object) -> None:
        connection.close()
        self.settings["USER"] = self.before


def _run(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)
