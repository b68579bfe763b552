"""Purchases that meet in the placing process: a real process on a real socket, killed in the middle of its work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from tests.races.test_placing import RICH, rich_customers
from tests.races.together import of_kind, together

from pasar.finance.ledger import queries as ledger
from pasar.finance.wallet import queries as wallet
from pasar.kernel.errors import Unavailable
from pasar.market.checkout import combining
from pasar.market.checkout.models import Attempt
from pasar.market.checkout.requests import Placed, PlaceRequest, Refused
from pasar.market.checkout.tests.buying import wish
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.orders import queries as orders
from pasar.market.stock import queries as stock
from pasar.market.stock.tests.making import make_shelf

pytestmark = pytest.mark.race
READY_S = 60


class PlacingProcess:
    """`python -m pasar.runtime.placer` on the test's database."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, **environment: str) -> None:
        own = {"PASAR_PLACER": str(self.socket), "PYTHONPATH": os.pathsep.join(sys.path)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pasar.runtime.placer"], env=os.environ | own | environment
        )
        end = time.monotonic() + READY_S
        while not self.socket.exists():
            assert self.process.poll() is None, "the placing process does not start"
            assert time.monotonic() < end, "the placing process takes too long to start"
            time.sleep(0.02)

    def end(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(30)
        if number == signal.SIGKILL:
            # As for a killed one that is started again: its socket is left behind, and nobody listens at it.
            assert self.socket.exists()
            self.socket.unlink()
        return code


@pytest.fixture
def placing(fresh_market_db: Any, settings: Any) -> Iterator[PlacingProcess]:
    fulfilment.load_rate_cards()
    # Short: a socket's path has 107 bytes.
    with TemporaryDirectory() as folder:
        settings.PLACER = str(Path(folder) / "placer.sock")
        running = PlacingProcess(Path(settings.PLACER))
        running.start()
        yield running
        if running.process is not None and running.process.poll() is None:
            running.end()


def buying(*wishes: PlaceRequest) -> list[Callable[[], Any]]:
    return [lambda each=each: combining.place(each) for each in wishes]


def until_answered(each: PlaceRequest, patience_s: float = 90.0) -> Any:
    """What a page that retries does: the same key again until there is an answer."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        try:
            return combining.place(each)
        except Unavailable:
            time.sleep(0.1)
    raise AssertionError("no answer in time")


def test_the_last_piece_of_a_hot_sku_is_sold_once(placing: PlacingProcess) -> None:
    shelf = make_shelf(units=7)
    outcomes = together(*buying(*(wish(each, (shelf.skus[0], 1)) for each in rich_customers(24))))
    assert len(of_kind(outcomes, Placed)) == 7
    assert [each.code for each in of_kind(outcomes, Refused)] == ["problems"] * 17
    [level] = stock.levels(shelf.skus)
    assert (level.on_hand, level.reserved) == (7, 7)


def test_a_key_sent_many_times_at_once_and_later_buys_once(placing: PlacingProcess) -> None:
    shelf, [customer] = make_shelf(units=100), rich_customers(1)
    wanted = wish(customer, (shelf.skus[0], 1))
    outcomes = together(*buying(*[wanted] * 16)) + [combining.place(wanted) for _ in range(3)]
    assert {each.purchase_id for each in of_kind(outcomes, Placed)} == {outcomes[0].purchase_id}
    assert len(of_kind(outcomes, Placed)) == 19
    assert len(orders.customer_orders(customer)) == 1
    assert wallet.balance("id", customer).available_minor == RICH - outcomes[0].total_minor
    assert combining.place(replace(wanted, note="another")) == Refused("key_reused")


def test_a_poisoned_request_harms_nobody_beside_it(
    placing: PlacingProcess, owner_cursor: psycopg.Cursor
) -> None:
    owner_cursor.execute("ALTER TABLE orders_purchase ADD CONSTRAINT no_poison CHECK (note <> 'poison')")
    shelf = make_shelf(units=100)
    wishes = [wish(each, (shelf.skus[0], 1)) for each in rich_customers(20)]
    wishes[3], wishes[11] = replace(wishes[3], note="poison"), replace(wishes[11], note="poison")
    outcomes = together(*buying(*wishes))
    assert [outcomes[3], outcomes[11]] == [Refused("failed")] * 2
    assert len(of_kind(outcomes, Placed)) == 18
    assert [level.reserved for level in stock.levels(shelf.skus)] == [18]


def test_whoever_asks_while_it_is_gone_is_told_to_come_back_and_buys_once_then(
    placing: PlacingProcess,
) -> None:
    shelf, [customer] = make_shelf(units=100), rich_customers(1)
    wanted = wish(customer, (shelf.skus[0], 1))
    first = combining.place(wanted)
    placing.end(signal.SIGKILL)
    with pytest.raises(Unavailable) as refusal:
        combining.place(wanted)
    assert refusal.value.data == {"retry_after_s": combining.RETRY_AFTER_S}
    placing.start()
    assert combining.place(wanted) == first
    assert len(orders.customer_orders(customer)) == 1


def test_killed_in_the_middle_it_loses_nothing_and_places_nothing_twice(placing: PlacingProcess) -> None:
    """Customers press on while the process is killed again and again; each buys what they asked for, once."""
    shelf, customers = make_shelf(units=1_000), rich_customers(12)
    wishes = {each: [wish(each, (shelf.skus[0], 1)) for _ in range(25)] for each in customers}
    random = Random(11)

    def shop(customer: int) -> list[Any]:
        return [until_answered(each) for each in wishes[customer]]

    def chaos() -> int:
        for _ in range(4):
            time.sleep(0.05 + random.random() * 0.4)
            placing.end(signal.SIGKILL)
            placing.start()
        return 4

    *bought, kills = together(*(lambda each=each: shop(each) for each in customers), chaos, patience_s=240)
    assert kills == 4
    answers = [each for each in bought for each in each]
    assert len(of_kind(answers, Placed)) == 300, answers
    assert len({each.purchase_id for each in answers}) == 300
    assert Attempt.objects.count() == 300
    assert [level.reserved for level in stock.levels(shelf.skus)] == [300]
    spent = sum(each.total_minor for each in answers)
    left = sum(wallet.balance("id", each).available_minor for each in customers)
    assert left == len(customers) * RICH - spent
    assert all(each.difference_minor == 0 for each in ledger.sums())


def test_told_to_stop_it_answers_what_it_has(placing: PlacingProcess) -> None:
    shelf, customers = make_shelf(units=1_000), rich_customers(8)
    wishes = [wish(each, (shelf.skus[0], 1)) for each in customers]

    def stop() -> int:
        time.sleep(0.03)
        return placing.end()

    *outcomes, code = together(*buying(*wishes), stop)
    assert code == 0
    refused = of_kind(outcomes, Unavailable)
    assert len(of_kind(outcomes, Placed)) + len(refused) == 8
    assert Attempt.objects.count() == len(of_kind(outcomes, Placed))
