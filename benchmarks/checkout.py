"""Combined placing, whole, over HTTP: signed-in customers with sessions and tokens, four lines of three sellers,
paid from the wallet; in turns with pgbench's TPC-B on the same server.

Beside it: every purchase with the same hot SKU, and a transaction for every request (the placing process's batch
limited to one).
"""

import multiprocessing
import os
import statistics
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks import load, processor, tpcb, world
from benchmarks.figures import Figure
from benchmarks.market import cluster, home, market

CLIENTS = 64
ROUNDS = 5
SHOPS = 60
SCALE = 20
TPCB_CLIENTS = 8
MOST_A_SECOND = 2_000
"""Shoppers made ready for each second of load: one purchase each, their baskets filled beforehand."""
COMPARED_S = 4.0


@dataclass
class Runs:
    """What several runs of one kind gave."""

    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    bad: dict[str, int] = field(default_factory=dict)
    cpu_ms: dict[str, list[float]] = field(default_factory=dict)
    """Per purchase, by process."""

    def add(self, outcome: load.Outcome, cpu_ms: dict[str, float]) -> None:
        self.rates.append(outcome.rate)
        self.latencies += outcome.latencies
        for what, number in outcome.bad.items():
            self.bad[what] = self.bad.get(what, 0) + number
        for name, used in cpu_ms.items():
            self.cpu_ms.setdefault(name, []).append(used / max(outcome.good, 1))

    @property
    def rate(self) -> float:
        return statistics.median(self.rates) if self.rates else 0.0

    def percentile_ms(self, share: float) -> float:
        return load.Outcome(latencies=self.latencies).percentile_ms(share)

    def cpu(self) -> dict[str, float]:
        """Medians, of the processes that used something worth naming."""
        found = {name: round(statistics.median(each), 2) for name, each in sorted(self.cpu_ms.items())}
        return {name: used for name, used in found.items() if used >= 0.01}


def measure(seconds: float) -> Figure:
    """Medians of five runs of `seconds` at most (five at most, so that they fit), each beside one of pgbench."""
    seconds = min(seconds, 6.0)
    spread, hot, reference = Runs(), Runs(), []
    with market(web_processes=int(os.environ.get("PASAR_BENCH_WEB", "2"))) as (host, port):
        stall = Stall(host, port, int(MOST_A_SECOND * seconds))
        with tpcb.ready(SCALE) as pgbench:
            stall.buy(1.5)
            for _ in range(ROUNDS):
                reference.append(pgbench(TPCB_CLIENTS, seconds))
                spread.add(*stall.buy(seconds))
            for _ in range(3):
                hot.add(*stall.buy(COMPARED_S, hot=True))
    # A process works with one market's database all its life.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as another:
        singly = another.submit(_one_by_one).result()
    tps = statistics.median(reference)
    cpu = spread.cpu()
    path = [used for name, used in cpu.items() if name in ON_THE_PATH]
    return Figure(
        name="checkout",
        figure=spread.rate,
        unit="purchases/s",
        reference=tps,
        reference_name=f"pgbench TPC-B at scale {SCALE} with {TPCB_CLIENTS} clients (transactions/s)",
        seconds=seconds,
        detail={
            "clients": CLIENTS,
            "runs": [round(each) for each in spread.rates],
            "reference_runs": [round(each) for each in reference],
            "p50_ms": spread.percentile_ms(0.5),
            "p99_ms": spread.percentile_ms(0.99),
            "refused": spread.bad,
            "cpu_ms_a_purchase": round(sum(path), 2),
            "cpu_ms_a_purchase_with_what_follows_it": round(sum(cpu.values()), 2),
            "cpu_ms_by_process": cpu,
            "hot_sku": round(hot.rate),
            "hot_sku_to_spread": round(hot.rate / spread.rate, 2) if spread.rate else 0.0,
            "hot_sku_refused": hot.bad,
            "a_transaction_a_request": round(singly.rate),
            "a_transaction_a_request_cpu_ms": round(
                sum(used for name, used in singly.cpu().items() if name in ON_THE_PATH), 2
            ),
        },
    )


ON_THE_PATH = {"web", "placer", "postgres", "postgres for web", "postgres for placer"}
"""The rest is the worker with what follows a purchase, and PostgreSQL's work for it."""


def _one_by_one() -> Runs:
    """The same load on a market of its own, whose placing process takes one request at a time."""
    os.environ.pop("DATABASE_URL", None)
    os.environ["PASAR_PLACER_BATCH"] = "1"
    runs = Runs()
    with market() as (host, port):
        stall = Stall(host, port, int(MOST_A_SECOND * COMPARED_S / 2))
        stall.buy(1.5)
        for _ in range(3):
            runs.add(*stall.buy(COMPARED_S))
    return runs


class Stall:
    """Shops and shoppers of a running market, with as many baskets as a run may need."""

    def __init__(self, host: str, port: int, shoppers: int) -> None:
        self.host, self.port = host, port
        self.shelves = world.shelves(SHOPS, 5, units=1_000_000)
        self.shoppers = world.shoppers(shoppers, money_minor=1_000_000_000)
        self._run = 0

    def buy(
        self, seconds: float, *, hot: bool = False, qr_every: int = 0
    ) -> tuple[load.Outcome, dict[str, float]]:
        """One run, and the processor time it took by process. hot: one SKU is in every purchase. qr_every: every so
        many-eth is to be paid through the bank."""
        bytes_each = self.requests(hot, qr_every)
        world.vacuum()
        before, placed = used(), _placed()
        outcome = load.press(
            self.host, self.port, iter(bytes_each), clients=CLIENTS, seconds=seconds,
            good=lambda head: head[9:12] == b"302" and b"/purchases/" in head,
        )  # fmt: skip
        spent = used().since(before)
        assert _placed() - placed >= outcome.good, "an answer said yes to a purchase that is not there"
        return outcome, spent

    def requests(self, hot: bool = False, qr_every: int = 0) -> list[bytes]:
        """Baskets filled anew, and the purchase of each as its page would send it."""
        import psycopg

        from pasar.kernel import clock
        from pasar.market.catalogue import queries as catalogue
        from pasar.runtime.postgres import DATABASE

        self._run += 1
        at = clock.now()
        shop_of = {sku: shelf.shop_id for shelf in self.shelves for sku in shelf.sku_ids}
        prices = {each.sku_id: each.price_minor for each in catalogue.sku_facts(list(shop_of))}
        chosen = [self._four(number, hot) for number in range(len(self.shoppers))]
        with psycopg.connect(cluster().owner_url(DATABASE)) as connection, connection.cursor() as cursor:
            cursor.execute("DELETE FROM basket_line")
            columns = "country, customer_id, sku_id, shop_id, units, seen_price_minor, selected, added_at"
            with cursor.copy(f"COPY basket_line ({columns}) FROM STDIN") as rows:
                for shopper, skus in zip(self.shoppers, chosen, strict=True):
                    for sku in skus:
                        rows.write_row(
                            (world.COUNTRY, shopper.customer_id, sku, shop_of[sku], 1, prices[sku], True, at)
                        )
        forms = {skus: world.form(self.shoppers[0], skus) for skus in set(chosen)}
        made = []
        for number, (shopper, skus) in enumerate(zip(self.shoppers, chosen, strict=True)):
            fields = forms[skus] | {
                "csrfmiddlewaretoken": shopper.token,
                "address": shopper.address_id,
                "key": f"bench-{self._run:03}-{number:020}",
            }
            if qr_every and number % qr_every == 0:
                fields["method"] = "qr_transfer"
            headers = {"Cookie": shopper.cookies, "Content-Type": "application/x-www-form-urlencoded"}
            path = f"/{world.COUNTRY}/en/checkout/place/"
            made.append(load.as_bytes(("POST", path, urlencode(fields).encode(), headers)))
        return made

    def _four(self, number: int, hot: bool) -> tuple[int, ...]:
        """Two SKUs of one shop and one each of two others."""
        own = [self.shelves[(number + step * 7) % SHOPS] for step in range(3)]
        if hot:
            own[0] = self.shelves[0]
            own[1:] = [self.shelves[1 + (number + step * 7) % (SHOPS - 1)] for step in range(2)]
        each = number // SHOPS % 5
        first = 0 if hot else each
        return (
            own[0].sku_ids[first], own[0].sku_ids[(first + 1 + each % 4) % 5], own[1].sku_ids[each],
            own[2].sku_ids[each],
        )  # fmt: skip


def used() -> processor.Used:
    import psycopg

    from pasar.runtime.postgres import DATABASE

    with psycopg.connect(cluster().owner_url(DATABASE), autocommit=True) as connection:
        served = dict(connection.execute("SELECT pid, application_name FROM pg_stat_activity").fetchall())
        [mine] = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        postmaster = processor.parent(mine)
    return processor.used(home().processes()["processes"], postmaster, served)


def _placed() -> int:
    from django.db import connection

    from pasar.market.orders.models import Purchase

    count = Purchase.objects.filter(country=world.COUNTRY, status__in=["paid", "awaiting_payment"]).count()
    connection.close()
    return count
