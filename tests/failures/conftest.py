from collections.abc import Iterator
from typing import Any

import pytest

from pasar.kernel import clock, events
from pasar.market.checkout.tests.buying import fill_wallet
from pasar.market.promotions import operations as promotions
from pasar.market.promotions import queries as vouchers
from pasar.runtime import wiring
from pasar.simulate import verify
from pasar.simulate.bank.tests.town import Town, town
from pasar.storefront.tests import making
from tests.failures.market import RICH, Browser, Market, signed_in, work


@pytest.fixture
def market(fresh_market_db: Any) -> Iterator[Market]:
    """A market open for business, with committed data; when its test ends, its books are asked whether all is true."""
    making.open_country()
    promotions.load_stacking_rules()
    vouchers.forget_stacking()
    events.register(wiring.consumers())
    yield Market(
        making.open_shop("Toko Ibu", {"A": (7_500_000, 500), "B": (1_990_000, 2)}),
        making.open_shop("Toko Bapak", {"C": (12_000_000, 50)}),
    )
    clock.run()
    work()
    vouchers.forget_stacking()
    report = verify.run(at=verify.last_moment())
    assert {each.key: each.rows for each in report.broken} == {}


@pytest.fixture
def siti(market: Market) -> int:
    return making.join("siti@mail.example", name="Siti")


@pytest.fixture
def budi(market: Market) -> int:
    return making.join("budi@mail.example", name="Budi")


@pytest.fixture
def who(siti: int) -> Browser:
    """Siti's browser."""
    return signed_in("siti@mail.example")


@pytest.fixture
def rich(siti: int) -> int:
    """Siti, with much in her wallet."""
    fill_wallet(siti, RICH)
    return siti


@pytest.fixture
def bank(market: Market, settings: Any) -> Iterator[Town]:
    """The market and its bank as servers that speak to each other over HTTP alone."""
    with town(settings) as opened:
        yield opened


@pytest.fixture
def buyers(market: Market) -> list[tuple[int, Browser]]:
    """Eight customers with full wallets, each with a browser."""
    found = []
    for number in range(8):
        customer = making.join(f"buyer{number}@mail.example", name=f"Buyer {number}")
        fill_wallet(customer, RICH)
        found.append((customer, signed_in(f"buyer{number}@mail.example")))
    return found
