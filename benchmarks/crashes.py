"""Rounds of sudden death: one process of a market under load is killed with SIGKILL, whichever it is, and whatever it
was at; then the market's books are held against the customers' own.

    python -m benchmarks.crashes --rounds 200 --seed 1
    python -m benchmarks.crashes --seed 1 --first 57 --rounds 1       one round again

A round: customers check out at once over HTTP, with a voucher, from their wallets; at a random instant one of web, a
web worker, placer, worker, PostgreSQL or one of its backends dies; the market comes back by its own means. Every
purchase asked for and every one acknowledged stands in a journal that is on disk before the next request goes out.
Then, for each key of the journal: an acknowledged purchase is there, once, as it was acknowledged; what was not
answered is there or not, and asked again under its key gives that purchase or one new one; nothing else is there; and
no invariant of `./pasar verify` is broken. Ends with 1 at the first round that finds otherwise, and names it.
"""

import argparse
import http.client
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from benchmarks import load, world
from benchmarks.market import cluster, home, market

VICTIMS = ("web", "web worker", "placer", "worker", "postgres", "postgres backend")
SHOPS = 12
SHOPPERS = 60
"""One purchase each in a round."""
CLIENTS = 12
LOAD_S = 2.5
BACK_S = 90.0
"""A market that is not back by then does not come back."""
NOTICED_S = 0.5
CAUGHT_UP_S = 30.0
CLOSED = (OSError, http.client.HTTPException)


class Broken(Exception):
    """The market's books and the customers' differ."""


@dataclass(frozen=True)
class Wish:
    """One purchase that a customer asks for, under its key, as often as it takes."""

    key: str
    customer_id: int
    request: load.Request


@dataclass
class Journal:
    """What customers know. On disk before they go on, so that it can be read by hand where a round failed."""

    path: Path
    asked: dict[str, Wish] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Purchase by key."""

    def __post_init__(self) -> None:
        self._file = self.path.open("a", encoding="utf-8")
        self._lock = threading.Lock()

    def ask(self, wish: Wish) -> None:
        self._write(f"asked {wish.key} {wish.customer_id}")
        self.asked[wish.key] = wish

    def acknowledge(self, wish: Wish, purchase: str) -> None:
        self._write(f"acknowledged {wish.key} {purchase}")
        before = self.acknowledged.setdefault(wish.key, purchase)
        if before != purchase:
            raise Broken(f"{wish.key} was answered with {before}, and then with {purchase}")

    def close(self) -> None:
        self._file.close()

    def _write(self, line: str) -> None:
        with self._lock:
            self._file.write(f"{time.time():.3f} {line}\n")
            self._file.flush()
            os.fsync(self._file.fileno())


@dataclass
class Round:
    """What a round was and found."""

    number: int
    victim: str
    acknowledged: int
    unknown: int
    there: int
    """Of the unknown, those that had been placed all the same."""
    away_s: float
    seconds: float

    def row(self) -> str:
        return (
            f"{self.number:>5}  {self.victim:16}  {self.acknowledged:>12}  {self.unknown:>7}  {self.there:>5}"
            f"  {self.away_s:>6.1f}  {self.seconds:>7.1f}"
        )


HEAD = "round  killed            acknowledged  unknown  there  away s  seconds"


class Customer:
    """One connection of a customer's browser."""

    def __init__(self, host: str, port: int) -> None:
        self.line = http.client.HTTPConnection(host, port, timeout=20)

    def ask(self, wish: Wish) -> tuple[str, str]:
        """("placed", purchase), ("refused", why), or ("unknown", how) when it may have been placed all the same."""
        method, path, body, headers = wish.request
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            text = answer.read()
        except CLOSED as error:
            self.line.close()
            return "unknown", type(error).__name__
        location = answer.headers.get("Location", "")
        if answer.status == 302 and "/purchases/" in location:
            return "placed", location.split("/purchases/")[1].split("/")[0]
        if answer.status >= 500 or answer.status == 429:
            return "unknown", str(answer.status)
        return "refused", f"{answer.status} {location} {text[-2_000:].decode(errors='replace')}"


class Stage:
    """A running market with shops, and customers who hold a voucher and much money."""

    def __init__(self, host: str, port: int, journal: Journal) -> None:
        self.host, self.port, self.journal = host, port, journal
        self.shelves = world.shelves(SHOPS, 3, units=1_000_000)
        self.shoppers = world.shoppers(SHOPPERS, money_minor=1_000_000_000_00)
        self.voucher = _voucher([each.customer_id for each in self.shoppers])
        self.sets = [self._chosen(number) for number in range(SHOPS)]
        self.forms = {skus: _form(self.shoppers[0], skus, self.voucher) for skus in self.sets}

    def play(self, number: int, random: Random) -> Round:
        """One round.  Raises Broken."""
        from django.db import connections

        began = time.monotonic()
        victim = random.choice(VICTIMS)
        wishes = self._wishes(number, random)
        instant = random.uniform(0.02, 0.9)
        died = self._rush(wishes, victim, instant, random)
        self._wait_until_back(died)
        # This process had a connection to the server, too, which may be the one that died.
        connections.close_all()
        away = time.monotonic() - died
        asked = [self.journal.asked[each.key] for each in wishes if each.key in self.journal.asked]
        acknowledged = [each for each in asked if each.key in self.journal.acknowledged]
        unknown = [each for each in asked if each.key not in self.journal.acknowledged]
        before = self._attempts()
        for each in acknowledged:
            if before.get(each.key) != self.journal.acknowledged[each.key]:
                raise Broken(f"{each.key} was acknowledged as {self.journal.acknowledged[each.key]}; "
                             f"found: {before.get(each.key)}")  # fmt: skip
        for each in [*unknown, *random.sample(acknowledged, min(5, len(acknowledged)))]:
            purchase = self._insist(each)
            if before.get(each.key, purchase) != purchase:
                raise Broken(f"{each.key} had placed {before[each.key]}, and asked again gave {purchase}")
            self.journal.acknowledge(each, purchase)
        self._compare()
        self._verify()
        there = sum(each.key in before for each in unknown)
        return Round(
            number, victim, len(acknowledged), len(unknown), there, away, time.monotonic() - began
        )  # fmt: skip

    def _chosen(self, number: int) -> tuple[int, ...]:
        """Two SKUs of one shop and one each of two others; the first is in every purchase."""
        one, two, three = (self.shelves[(number + step * 5) % SHOPS] for step in range(3))
        hot = self.shelves[0].sku_ids[0]
        return tuple(dict.fromkeys((hot, one.sku_ids[1], one.sku_ids[2], two.sku_ids[1], three.sku_ids[1])))

    def _wishes(self, number: int, random: Random) -> list[Wish]:
        """Full baskets, and the form that each customer will send."""
        import psycopg

        from pasar.kernel import clock
        from pasar.market.catalogue import queries as catalogue
        from pasar.runtime.postgres import DATABASE

        chosen = [random.choice(self.sets) for _ in self.shoppers]
        shop_of = {sku: shelf.shop_id for shelf in self.shelves for sku in shelf.sku_ids}
        prices = {each.sku_id: each.price_minor for each in catalogue.sku_facts(list(shop_of))}
        columns = "country, customer_id, sku_id, shop_id, units, seen_price_minor, selected, added_at"
        with psycopg.connect(cluster().owner_url(DATABASE)) as connection, connection.cursor() as cursor:
            cursor.execute("DELETE FROM basket_line")
            with cursor.copy(f"COPY basket_line ({columns}) FROM STDIN") as rows:
                for shopper, skus in zip(self.shoppers, chosen, strict=True):
                    for sku in skus:
                        rows.write_row(
                            (world.COUNTRY, shopper.customer_id, sku, shop_of[sku], 1, prices[sku], True, clock.now())
                        )  # fmt: skip
        return [self._wish(number, *each) for each in zip(self.shoppers, chosen, strict=True)]

    def _wish(self, number: int, shopper: world.Shopper, skus: tuple[int, ...]) -> Wish:
        key = f"crash-{number:05}-{shopper.customer_id:010}"
        fields = self.forms[skus] | {
            "csrfmiddlewaretoken": shopper.token, "address": shopper.address_id, "key": key,
        }  # fmt: skip
        headers = {"Cookie": shopper.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        path = f"/{world.COUNTRY}/en/checkout/place/"
        return Wish(key, shopper.customer_id, ("POST", path, urlencode(fields).encode(), headers))

    def _rush(self, wishes: Sequence[Wish], victim: str, instant: float, random: Random) -> float:
        """Customers at once, each asking once; the victim dies after a share of them was answered. When it died."""
        waiting, lock = list(wishes), threading.Lock()
        answered, trouble, end = [0], list[BaseException](), time.monotonic() + LOAD_S

        def press() -> None:
            customer = Customer(self.host, self.port)
            try:
                while time.monotonic() < end:
                    with lock:
                        wish = waiting.pop() if waiting else None
                    if wish is None:
                        return
                    self.journal.ask(wish)
                    how, what = customer.ask(wish)
                    if how == "placed":
                        self.journal.acknowledge(wish, what)
                    elif how == "refused":
                        raise Broken(f"{wish.key} was refused: {what}")
                    with lock:
                        answered[0] += 1
            except BaseException as error:
                trouble.append(error)
            finally:
                customer.line.close()

        threads = [threading.Thread(target=press) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        while answered[0] < instant * len(wishes) and time.monotonic() < end and not trouble:
            time.sleep(0.001)
        # Not at the moment of an answer, where a batch would always have just been committed.
        time.sleep(random.uniform(0, 0.03))
        _kill(victim, random)
        died = time.monotonic()
        for thread in threads:
            thread.join()
        if trouble:
            raise trouble[0]
        return died

    def _wait_until_back(self, died: float) -> None:
        """Until every process runs again, and the market says that it is ready."""
        end = time.monotonic() + BACK_S
        # Those who watch over the others need a moment to notice a death.
        while time.monotonic() < died + NOTICED_S or not (self._complete() and self._ready()):
            if time.monotonic() > end:
                raise Broken(f"the market was not back after {BACK_S:.0f} s: {home().processes()}")
            time.sleep(0.05)

    def _complete(self) -> bool:
        pids = home().processes().get("processes", {})
        there = {"web", "placer", "worker"} <= set(pids) and all(_lives(pid) for pid in pids.values())
        return there and cluster().pid() is not None

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.host}:{self.port}/readyz", timeout=5) as answer:
                return answer.status == 200
        except CLOSED:
            return False

    def _insist(self, wish: Wish) -> str:
        """The purchase that the market answers with at last."""
        customer, end = Customer(self.host, self.port), time.monotonic() + BACK_S
        try:
            while time.monotonic() < end:
                how, what = customer.ask(wish)
                if how == "placed":
                    return what
                if how == "refused":
                    raise Broken(f"{wish.key}, asked again, was refused: {what}")
                time.sleep(0.05)
            raise Broken(f"{wish.key} was not answered within {BACK_S:.0f} s: {what}")
        finally:
            customer.line.close()

    def _attempts(self) -> dict[str, str]:
        """What the market says was placed under which key."""
        return {
            key: str(purchase) for key, purchase in _rows("SELECT key, purchase_id FROM checkout_attempt")
        }

    def _compare(self) -> None:
        """The market holds the journal's purchases, each once, and no other."""
        placed, known = self._attempts(), self.journal.acknowledged
        if placed != known:
            raise Broken(f"differing keys: {sorted(set(placed.items()) ^ set(known.items()))[:10]}")
        found = Counter(
            str(purchase) for (purchase,) in _rows("SELECT id FROM orders_purchase WHERE status = 'paid'")
        )
        if found != Counter(known.values()):
            raise Broken(f"differing purchases: {sorted(set(found) ^ set(known.values()))[:10]}")
        [(used,)] = _rows(f"SELECT used FROM promotions_promotion WHERE id = {int(self.voucher)}")
        if used != len(known):
            raise Broken(f"the voucher counts {used} uses for {len(known)} purchases")

    def _verify(self) -> None:
        """Nothing is wrong in the books; what has only not been done yet gets its time."""
        from pasar.simulate import verify

        end = time.monotonic() + CAUGHT_UP_S
        while not (report := verify.run()).ok:
            if time.monotonic() > end:
                raise Broken(str({each.key: each.rows[:5] for each in report.broken}))
            time.sleep(0.5)


def _voucher(customer_ids: Sequence[int]) -> int:
    from pasar.kernel import clock
    from pasar.market.promotions import operations as promotions
    from pasar.market.promotions.operations.making import Draft

    at = clock.now()
    made = promotions.create(
        country=world.COUNTRY, kind="amount_off", class_key="platform_voucher", actor="person:1",
        draft=Draft(
            name="Rush", terms={"off_minor": 100}, starts_at=at - timedelta(minutes=1), ends_at=at + timedelta(days=1),
            quota=10_000_000,
        ),
    )  # fmt: skip
    for customer_id in customer_ids:
        promotions.collect(country=world.COUNTRY, customer_id=customer_id, promotion_id=made)
    return made


def _form(shopper: world.Shopper, skus: tuple[int, ...], voucher: int) -> dict[str, object]:
    """What the checkout page would send: quoted with the voucher, as the best there is, and that ticked."""
    return world.form(shopper, skus) | {f"voucher-{voucher}": "on"}


def _kill(victim: str, random: Random) -> None:
    """SIGKILL to a process that the market of this run started; which one of several is random."""
    pids: Mapping[str, int] = home().processes()["processes"]
    postmaster = cluster().pid()
    if victim == "web worker":
        choice = _children(pids["web"])
    elif victim == "postgres":
        choice = [postmaster] if postmaster else []
    elif victim == "postgres backend":
        choice = [pid for pid in _children(postmaster or 0) if "pasar_app" in _title(pid)]
    else:
        choice = [pids[victim]]
    if not choice:
        raise Broken(f"there is no {victim} to kill")
    os.kill(random.choice(sorted(choice)), signal.SIGKILL)


def _lives(pid: int) -> bool:
    """Whether it runs: one that was killed keeps its number until the supervisor has looked."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _rows(statement: str) -> list[tuple[Any, ...]]:
    import psycopg

    from pasar.runtime.postgres import DATABASE

    with psycopg.connect(cluster().owner_url(DATABASE)) as connection:
        return connection.execute(statement.encode()).fetchall()


def run(rounds: int, *, seed: int, first: int = 1, say=print) -> list[Round]:
    """Play rounds on a market of their own.  Raises Broken, the round and the journal named."""
    folder = Path(tempfile.mkdtemp(prefix="pasar-crashes-"))
    journal, played = Journal(folder / "journal"), list[Round]()
    with market() as (host, port):
        stage = Stage(host, port, journal)
        say(HEAD)
        for number in range(first, first + rounds):
            try:
                played.append(stage.play(number, Random(f"{seed}-{number}")))
            except Exception as error:
                kept = folder / "logs"
                shutil.copytree(home() / "logs", kept, dirs_exist_ok=True)
                raise Broken(
                    f"round {number} of seed {seed}: {error}\njournal and logs: {folder}\n"
                    f"again: python -m benchmarks.crashes --seed {seed} --first {number} --rounds 1"
                ) from error
            say(played[-1].row())
    journal.close()
    shutil.rmtree(folder)
    return played


def table(played: Sequence[Round]) -> str:
    """What the rounds came to, by victim."""
    lines = ["| killed | rounds | acknowledged | unknown | of these placed | away, median s | longest |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    for victim in VICTIMS:
        own = [each for each in played if each.victim == victim]
        if own:
            away = sorted(each.away_s for each in own)
            lines.append(
                f"| {victim} | {len(own)} | {sum(each.acknowledged for each in own):,} | "
                f"{sum(each.unknown for each in own):,} | {sum(each.there for each in own):,} | "
                f"{away[len(away) // 2]:.1f} | {away[-1]:.1f} |"
            )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crashes", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="what is killed when, and who buys what")
    parser.add_argument("--first", type=int, default=1, help="the number of the first round")
    args = parser.parse_args()
    try:
        played = run(args.rounds, seed=args.seed, first=args.first, say=lambda line: print(line, flush=True))
    except Broken as error:
        print(error, file=sys.stderr)
        return 1
    print(table(played))
    return 0


if __name__ == "__main__":
    sys.exit(main())
