"""Processes that die, and statements that fail, at every named point of a purchase's way (`pasar.kernel.faults`):
afterwards it is wholly there or wholly not, and whoever asks again under the same key gets the one same purchase."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError

import pasar
from pasar.finance.payments import tasks
from pasar.finance.payments.models import Notice
from pasar.finance.wallet import queries as wallet
from pasar.kernel import clock, faults
from pasar.kernel.errors import Unavailable
from pasar.market.checkout import combining
from pasar.market.checkout import operations as checkout
from pasar.market.checkout.requests import Placed, PlaceRequest, Refused
from pasar.market.checkout.rules import Wishes
from pasar.market.checkout.tests.buying import shown, wish
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_pages
from pasar.market.promotions import queries as vouchers
from pasar.market.promotions.models import Promotion
from pasar.market.promotions.tests.test_taking import give_coins
from tests.failures.market import RICH, bought, purchase_of, voucher_for, work
from tests.failures.test_payments import scan
from tests.races.test_combining import PlacingProcess, until_answered
from tests.races.together import of_kind, together

COINS = 500_000
NOTHING_WRITTEN = ("before_lock", "after_decision", "before_commit")
COMMITTED = ("after_commit", "after_commit_before_answer")
ELSEWHERE = ("after_notice_before_answer", "before_payment_commit", "before_expiry_commit")

pytestmark = pytest.mark.race


@pytest.fixture
def placing(market: Any, settings: Any) -> Iterator[PlacingProcess]:
    """A placing process that is not started yet. Short: a socket's path has 107 bytes."""
    with TemporaryDirectory() as folder:
        settings.PLACER = str(Path(folder) / "placer.sock")
        running = PlacingProcess(Path(settings.PLACER))
        yield running
        if running.process is not None and running.process.poll() is None:
            running.end()


@pytest.fixture
def wishes(market: Any, buyers: Any) -> dict[int, PlaceRequest]:
    """Two pieces for each of eight customers, with a voucher of which there are just so many, and their coins."""
    customers = [customer for customer, _ in buyers]
    voucher = voucher_for(*customers, off_minor=1_000_000, quota=len(customers), per_customer=1)
    found = {}
    for customer in customers:
        give_coins(customer, COINS, source=f"gift-{customer}")
        plain = wish(customer, (market.sku("A"), 2))
        chosen = Wishes((), frozenset({voucher}), spend_coins=True)
        seen = checkout.quote(
            country="id", customer_id=customer, lines=plain.lines, method="wallet", delivery=plain.delivery,
            wishes=chosen,
        )  # fmt: skip
        assert seen.total_minor == plain.seen_total_minor - COINS
        found[customer] = replace(plain, wishes=chosen, **shown(seen))
    return found


def wholly(market: Any, wishes: dict[int, PlaceRequest], there: Sequence[int]) -> None:
    """The purchases of these customers are there with all that belongs to them; of the others nothing is."""
    for customer, wanted in wishes.items():
        has = customer in there
        assert (checkout.placed_under(customer, wanted.key) is not None) == has
        assert len(bought(customer)) == has
        assert wallet.balance("id", customer).available_minor == RICH - has * wanted.seen_total_minor
        assert vouchers.coins("id", customer).minor == (0 if has else COINS)
    [voucher] = Promotion.objects.all()
    assert voucher.used == len(there)
    assert (market.reserved("A"), market.free("A")) == (2 * len(there), 500 - 2 * len(there))


def asked_together(wishes: dict[int, PlaceRequest]) -> list[Any]:
    return together(*(lambda each=each: combining.place(each) for each in wishes.values()))


def placed_now(wishes: dict[int, PlaceRequest]) -> dict[int, UUID]:
    found = {customer: checkout.placed_under(customer, wanted.key) for customer, wanted in wishes.items()}
    return {customer: purchase for customer, purchase in found.items() if purchase is not None}


@pytest.mark.parametrize("point", [*NOTHING_WRITTEN, *COMMITTED])
def test_a_placing_process_that_dies_there_leaves_whole_purchases_or_none(market, placing, wishes, point):
    """Prevented: money, stock, voucher or coins taken without a purchase when the placing process dies."""
    placing.start(PASAR_FAULT=point)
    answers = asked_together(wishes)
    assert placing.process is not None
    assert placing.process.wait(30) == -signal.SIGKILL
    placing.socket.unlink()

    assert len(of_kind(answers, Unavailable)) == len(wishes)
    before = placed_now(wishes)
    assert bool(before) == (point in COMMITTED)
    wholly(market, wishes, list(before))

    placing.start()
    again = {customer: until_answered(wanted) for customer, wanted in wishes.items()}
    assert all(isinstance(each, Placed) for each in again.values()), again
    assert {customer: again[customer].purchase_id for customer in before} == before
    assert len({each.purchase_id for each in again.values()}) == len(wishes)
    wholly(market, wishes, list(wishes))


@pytest.mark.parametrize("point", NOTHING_WRITTEN)
def test_a_failure_there_takes_nothing_and_the_same_key_buys_afterwards(market, wishes, point):
    """Prevented: a failed statement that takes something, or leaves a key that buys no more."""
    reached = []

    def fail() -> None:
        reached.append(point)
        raise RuntimeError(point)

    with faults.arm(point, fail):
        outcomes = checkout.place(list(wishes.values())[:4])
    assert outcomes == [Refused("failed")] * 4
    # Whole, in halves, in quarters.
    assert len(reached) == 1 + 2 + 4
    wholly(market, wishes, [])
    assert len(of_kind(checkout.place(list(wishes.values())), Placed)) == len(wishes)
    wholly(market, wishes, list(wishes))


@pytest.mark.parametrize("point", [*NOTHING_WRITTEN, "after_commit"])
def test_a_connection_lost_there_is_asked_about_and_buys_once(market, wishes, point):
    """Prevented: a second purchase because the answer to the first commit was lost."""
    reached = []

    def lose() -> None:
        reached.append(point)
        if len(reached) == 1:
            raise OperationalError("server closed the connection unexpectedly")

    with faults.arm(point, lose):
        outcomes = checkout.place(list(wishes.values()))
    assert len(reached) == 2
    assert len(of_kind(outcomes, Placed)) == len(wishes)
    assert {each.purchase_id for each in outcomes} == set(placed_now(wishes).values())
    wholly(market, wishes, list(wishes))


def dies(point: str, at: datetime, deed: str) -> None:
    """A worker that does this at this time is killed at the point."""
    script = f"""
import datetime, django
django.setup()
from pasar.kernel import clock, events, faults
from pasar.market.orders import operations as orders
from pasar.runtime import wiring
with clock.frozen(datetime.datetime.fromisoformat({at.isoformat()!r})), faults.arm({point!r}):
    {deed}
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=child_environment(),
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def child_environment() -> dict[str, str]:
    own = {"DJANGO_SETTINGS_MODULE": "pasar.runtime.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    return dict(os.environ) | own


def test_a_worker_that_dies_over_a_payment_has_moved_nothing_and_the_next_one_pays_once(
    market, siti, who, bank
):
    """Prevented: a payment half counted, or counted twice, when a worker dies over it."""
    purchase = scan(market, who, "A", 3)
    bank.ask()
    bank.pay(bank.of(purchase))
    bank.hear()
    dies("before_payment_commit", clock.now(), "events.drain(wiring.consumers())")
    assert order_pages.purchase_page(siti, purchase).status == "awaiting_payment"
    assert market.reserved("A") == 3
    work()
    assert order_pages.purchase_page(siti, purchase).status == "paid"
    assert bank.of(purchase).refunded_minor == 0
    assert market.reserved("A") == 3


def test_a_sweeper_that_dies_over_what_is_not_paid_gives_nothing_back_and_the_next_one_once(
    market, siti, who, bank
):
    """Prevented: stock, voucher or coins given back twice or never when a sweeper dies."""
    give_coins(siti, COINS)
    voucher = voucher_for(siti, off_minor=1_000_000, quota=1, per_customer=1)
    sent = who.asked(f"checkout/?sku={market.sku('A')}&units=2", method="qr_transfer", coins="1")
    purchase = UUID(purchase_of(who.confirm(sent)))
    held = (498, 1, 0)

    def state() -> tuple[int, int, int]:
        used = Promotion.objects.get(pk=voucher).used
        return market.free("A"), used, vouchers.coins("id", siti).minor

    assert state() == held
    late = order_pages.purchase_page(siti, purchase).pay_by + timedelta(seconds=1)
    dies("before_expiry_commit", late, "orders.expire_due()")
    assert order_pages.purchase_page(siti, purchase).status == "awaiting_payment"
    assert state() == held
    with clock.frozen(late):
        assert orders.expire_due() == 1
        assert orders.expire_due() == 0
        work()
        assert order_pages.purchase_page(siti, purchase).status == "expired"
        assert state() == (500, 0, COINS)


def test_a_notice_kept_but_not_answered_is_told_again_and_has_one_effect(market, siti, who, bank):
    """Prevented: a notice told again, because its answer was lost, that pays twice."""
    purchase = scan(market, who, "A", 3)
    bank.ask()
    bank.pay(bank.of(purchase))
    reached = []

    def fail() -> None:
        reached.append("after_notice_before_answer")
        raise RuntimeError

    with faults.arm("after_notice_before_answer", fail):
        bank.hear()
    kept = Notice.objects.count()
    assert kept == len(set(reached)) == 1
    with faults.arm("after_notice_before_answer", lambda: reached.append("again")):
        bank.hear(after_s=600)
    assert "again" in reached
    assert Notice.objects.count() == kept
    tasks.read_notices()
    work()
    assert order_pages.purchase_page(siti, purchase).status == "paid"
    payment = bank.of(purchase)
    assert (payment.received_minor, payment.refunded_minor) == (payment.amount_minor, 0)


def test_every_point_is_reached_at_one_place_and_has_its_story():
    """Prevented: a fault point that no test goes to."""
    text = "\n".join(path.read_text() for path in Path(pasar.__file__).parent.rglob("*.py"))
    reached = re.findall(r'^ +faults\.reach\("(\w+)"\)$', text, re.MULTILINE)
    assert sorted(reached) == sorted(faults.POINTS)
    assert sorted(faults.POINTS) == sorted([*NOTHING_WRITTEN, *COMMITTED, *ELSEWHERE])


def test_nothing_happens_at_a_point_that_is_not_armed():
    """Prevented: a fault that happens where nobody asked for one."""
    with faults.arm("before_commit", lambda: pytest.fail("another point")):
        faults.reach("before_lock")
    faults.reach("before_commit")
