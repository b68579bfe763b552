"""Past capacity: purchases asked for by the clock at two and a half times the rate at which the market places them.

Whoever is accepted is to be served within a second; the others are told at once to come back, on a page that sends
their purchase again by itself under its own key; and when the press is over the market is itself again. Before it, the
demo bank is stopped in the middle of its work: whoever pays from the wallet is not to notice.
"""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import load, tpcb, world
from benchmarks.checkout import Stall
from benchmarks.figures import Figure
from benchmarks.market import cluster, home, market
from benchmarks.open_loop import Answer, OpenLoop

TIMES = 2.5
PRESSED_S = 15.0
WATCHED_S = 10.0
WATCHED_EVERY_S = 0.2
SHOPPERS = 4_000
WELL_S = 1.0
"""What an answer may take for the market to be itself again."""


def measure(seconds: float) -> Figure:
    """The rate placed under the press; as reference pgbench's, as for the other benchmarks of purchases."""
    with market() as (host, port):
        stall = Stall(host, port, SHOPPERS)
        with tpcb.ready(10) as pgbench:
            reference = pgbench(8, 4)
        stall.buy(2)
        usual, _ = stall.buy(4)
        with bank_stands_still():
            without_bank, _ = stall.buy(4, qr_every=10)
        capacity = min(usual.rate, without_bank.rate)
        told, rate = press(host, port, stall, capacity * TIMES)
    return Figure(
        name="press",
        figure=rate,
        unit="purchases/s while pressed",
        reference=reference,
        reference_name="pgbench TPC-B with 8 clients (transactions/s)",
        seconds=PRESSED_S,
        detail={
            "capacity": round(usual.rate), "capacity_while_the_bank_stands_still": round(without_bank.rate),
            "p99_ms_while_the_bank_stands_still": without_bank.percentile_ms(0.99),
            "p99_ms_before": usual.percentile_ms(0.99), **told,
        },
    )  # fmt: skip


def press(host: str, port: int, stall: Stall, rate: float) -> tuple[dict[str, object], float]:
    """What came of asking at `rate`, and how many purchases a second were placed meanwhile."""
    asked = stall.requests()
    loop, begin = OpenLoop(host, port), time.monotonic() + 0.2
    statuses: Counter[str] = Counter()
    accepted: list[float] = []
    turned_away: list[float] = []
    honest: list[bool] = []

    def heard(answer: Answer) -> None:
        statuses[str(answer.status or "lost")] += 1
        if answer.status == 302:
            accepted.append(answer.took_s)
        elif answer.status in (429, 503):
            turned_away.append(answer.took_s)
            honest.append(bool(answer.header(b"retry-after")) and "data-again" in answer.text)

    for n, request in zip(range(min(int(rate * PRESSED_S), len(asked))), asked, strict=False):
        loop.ask(begin + n / rate, _closing(request), heard)
    with most_connections() as counted:
        loop.run(begin + PRESSED_S)
        over = time.monotonic()
        well_after = _well_again(host, port, stall.shoppers[0].cookies, over)
    told = {
        "asked_a_second": round(rate), "answers": dict(sorted(statuses.items())),
        "accepted_p50_ms": _ms(accepted, 0.5), "accepted_p99_ms": _ms(accepted, 0.99),
        "turned_away_p99_ms": _ms(turned_away, 0.99), "all_turned_away_come_back_by_themselves": all(honest),
        "database_connections_at_most": counted[0], "itself_again_after_s": well_after,
        "client_behind_ms": round(loop.late_s * 1_000), "connections_at_once": loop.most_at_once,
    }  # fmt: skip
    return told, len(accepted) / PRESSED_S


def _well_again(host: str, port: int, cookies: str, over: float) -> float:
    """Seconds after the press from which on every page of the basket was there within a second; -1: it was not."""
    looked: list[tuple[float, bool]] = []
    loop, begin = OpenLoop(host, port), time.monotonic()
    path = f"/{world.COUNTRY}/en/basket/"
    request = _closing(load.as_bytes(("GET", path, None, {"Cookie": cookies, "Accept": "text/html"})))
    for n in range(int(WATCHED_S / WATCHED_EVERY_S)):
        at = begin + n * WATCHED_EVERY_S
        loop.ask(
            at, request, lambda a, at=at: looked.append((at - over, a.status == 200 and a.took_s < WELL_S))
        )
    loop.run(begin + WATCHED_S)
    looked.sort()
    bad = [at for at, well in looked if not well]
    if bad and bad[-1] == looked[-1][0]:
        return -1.0
    return round(next(at for at, _well in looked if not bad or at > bad[-1]), 1)


def _closing(request: bytes) -> bytes:
    return request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)


def _ms(took: list[float], share: float) -> float:
    return load.Outcome(latencies=took).percentile_ms(share)


@contextmanager
def bank_stands_still() -> Iterator[None]:
    """The demo bank neither answers nor refuses, as a provider that hangs; purchases that need it are begun, too."""
    # A session of its own, as the supervisor starts each process: the server with its own children.
    group = home().processes()["processes"]["bank"]
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


@contextmanager
def most_connections() -> Iterator[list[int]]:
    """The most connections that the market's processes had to its database within the block."""
    import psycopg

    from pasar.runtime.postgres import DATABASE

    most, over = [0], threading.Event()

    def look() -> None:
        with psycopg.connect(cluster().owner_url(DATABASE), autocommit=True) as connection:
            while not over.wait(0.25):
                [count] = connection.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'pasar%'"
                ).fetchone() or (0,)
                most[0] = max(most[0], count)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()
