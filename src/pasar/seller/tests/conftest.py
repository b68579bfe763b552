from datetime import UTC, datetime

import pytest

from pasar.kernel import clock
from pasar.seller.tests import making

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _standing_clock():
    with clock.frozen(AT):
        yield


@pytest.fixture
def country(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    making.open_country()


@pytest.fixture
def stall(country):
    """Sari's shop with two shirts on sale."""
    return making.open_stall("Sari", "KAOS-1", "KAOS-2")


@pytest.fixture
def browser(stall):
    return making.Browser(stall.person_id)


@pytest.fixture
def other(country):
    """Another seller's shop, with an order of its own."""
    return making.open_stall("Budi", "BUDI-1")
