from collections.abc import Iterator
from typing import Any

import pytest

from pasar.runtime.testing import testbed


@pytest.fixture
def outside_databases(fresh_market_db: Any) -> Iterator[dict[str, str]]:
    """Databases of bank and carrier, as `run` takes them."""
    bed = testbed.open_testbed()
    names = [bed.clone(), bed.clone()]
    try:
        yield {"bank_database": bed.owner_url(names[0]), "carrier_database": bed.owner_url(names[1])}
    finally:
        for name in names:
            bed.drop(name)
