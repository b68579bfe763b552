"""A market that lives by itself: the same seed gives the same market, and its books hold."""

from collections.abc import Iterator
from typing import Any

import pytest

from pasar.finance.ledger import queries as ledger
from pasar.runtime.testing import testbed
from pasar.simulate.living import Summary, run

SIZE = {"days": 8, "orders": 24}


@pytest.fixture
def twice(django_db_setup: None) -> Iterator[Any]:
    """Runs a simulation on a fresh market each time it is called."""
    from django.db import connections

    bed = testbed.open_testbed()
    default, made = connections.settings["default"], []
    before = default["NAME"]

    def once(seed: int) -> Summary:
        names = [bed.clone() for _ in range(3)]
        made.extend(names)
        connections.close_all()
        default["NAME"] = names[0]
        return run(
            seed=seed, **SIZE, bank_database=bed.owner_url(names[1]), carrier_database=bed.owner_url(names[2])
        )

    yield once
    connections.close_all()
    default["NAME"] = before
    for name in made:
        bed.drop(name)


def test_the_same_seed_gives_the_same_market(twice: Any, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        first, again = twice(7), twice(7)
        assert all(each.difference_minor == 0 for each in ledger.sums())
    assert first == again
    assert sum(row.orders for row in first.ventures) >= SIZE["orders"]
    assert sum(row.completed for row in first.ventures) > 0
    assert first.faults
    assert first.happened["payments:paid"] > 0
    assert "digest" in first.text()
    assert first.as_json().startswith("{")
