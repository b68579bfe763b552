"""Trade in any order: baskets, vouchers, purchases, payments, cancellations and refunds, against a model of the market.

PASAR_MACHINE=thorough plays many longer examples, others each time.
"""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from pasar.runtime.testing.fixtures import MarketDatabase
from tests.machine.rules import Trade
from tests.machine.world import build

COMMON: dict[str, Any] = {
    "deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": True,
    "phases": [Phase.generate, Phase.shrink],
}  # fmt: skip
PROFILES = {
    "quick": settings(max_examples=12, stateful_step_count=30, derandomize=True, **COMMON),
    "thorough": settings(max_examples=60, stateful_step_count=50, **COMMON),
}


@pytest.fixture
def trade(fresh_market_db: MarketDatabase) -> type[Trade]:
    Trade.world = build(fresh_market_db.name)
    return Trade


@pytest.mark.timeout(3_600)
def test_whatever_people_do_the_market_and_its_model_agree(trade: type[Trade]) -> None:
    run_state_machine_as_test(trade, settings=PROFILES[os.environ.get("PASAR_MACHINE", "quick")])
