from collections.abc import Iterator
from typing import Any

import pytest

from pasar.simulate.bank.tests.town import Town, town


@pytest.fixture
def open_town(fresh_market_db: Any, settings: Any) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened
