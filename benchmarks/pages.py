"""Product and search pages a second, a guest's; against a bare handler under the same server."""

import itertools
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from urllib.parse import quote

from benchmarks import load, world
from benchmarks.figures import ROOT, Figure
from benchmarks.market import NotStarted, market

CLIENTS = 8
SHOPS = 40
LISTINGS_EACH = 50


def measure_products(seconds: float) -> Figure:
    """Pages of listings, each in its turn."""
    return _measure("product-pages", seconds, _products)


def measure_searches(seconds: float) -> Figure:
    """Searches of one to three words over 2,000 listings, with facets: no two alike in a row."""
    return _measure("search-pages", seconds, _searches)


def _measure(name: str, seconds: float, paths) -> Figure:
    with market() as (host, port):
        shelves = world.shelves(SHOPS, LISTINGS_EACH, units=1_000)
        _indexed(SHOPS * LISTINGS_EACH)
        world.vacuum()
        reference = bare(port + 500, seconds)
        outcome = load.run(
            host, port, ((("GET", path, None, {})) for path in paths(shelves)), clients=CLIENTS, seconds=seconds,
            warm_up_s=3, good=lambda status, _location, body: status == 200 and len(body) > 4_000,
        )  # fmt: skip
    return Figure(
        name=name,
        figure=outcome.rate,
        unit="pages/s",
        reference=reference,
        reference_name="a bare handler of 27 KB under the same server (pages/s)",
        seconds=outcome.seconds,
        detail={
            "clients": CLIENTS, "p50_ms": outcome.percentile_ms(0.5), "p95_ms": outcome.percentile_ms(0.95),
            "refused": outcome.bad,
        },
    )  # fmt: skip


def _products(shelves: list[world.Shelf]) -> Iterator[str]:
    from pasar.market.catalogue import queries as catalogue

    slugs = {each.id: each.slug for each in catalogue.addresses(world.COUNTRY)}
    listing_ids = [listing for shelf in shelves for listing in shelf.listing_ids]
    Random(3).shuffle(listing_ids)
    return itertools.cycle([f"/{world.COUNTRY}/en/p/{slugs[each]}-{each}/" for each in listing_ids])


def _searches(_shelves: list[world.Shelf]) -> Iterator[str]:
    random = Random(5)
    while True:
        words = random.sample(world.WORDS, random.choice((1, 2, 2, 3)))
        yield f"/{world.COUNTRY}/en/search/?q={quote(' '.join(words))}"


def _indexed(count: int) -> None:
    """Wait until the market's own worker has made the listings searchable."""
    from pasar.market.search import queries as search

    end = time.monotonic() + 120
    while time.monotonic() < end:
        index = search.engine(world.COUNTRY)
        if index is not None and index.count() >= count:
            return
        time.sleep(0.5)
    raise NotStarted("the worker did not index the listings")


def bare(port: int, seconds: float) -> float:
    with _served(port):
        outcome = load.run(
            "127.0.0.1", port, itertools.repeat(("GET", "/", None, {})), clients=CLIENTS, seconds=seconds, warm_up_s=1,
            good=lambda status, _location, _body: status == 200,
        )  # fmt: skip
    return outcome.rate


@contextmanager
def _served(port: int) -> Iterator[None]:
    """The bare handler under granian as the market's pages are served: two processes, as many threads."""
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "benchmarks.bare:application", "--interface", "wsgi", "--host",
            "127.0.0.1", "--port", str(port), "--no-ws", "--log-level", "error", "--workers", "2", "--blocking-threads",
            "16", "--backpressure", "256",
        ],
        cwd=ROOT,
    )  # fmt: skip
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)
