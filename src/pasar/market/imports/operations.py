"""Bring a file's listings in: survey it, open its shops, write it batch by batch, and let it be found."""

import gc
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from pasar import countries
from pasar.kernel import clock, sql
from pasar.kernel.ids import ListingId, SkuId, WarehouseId
from pasar.market.catalogue import operations as catalogue
from pasar.market.imports import mappings, reading, shops
from pasar.market.imports.errors import CountryNotInMapping, RunElsewhere
from pasar.market.imports.mappings import Mapping
from pasar.market.imports.models import Run
from pasar.market.imports.queries import known_codes
from pasar.market.imports.rejects import Rejects, place
from pasar.market.imports.reports import Report
from pasar.market.imports.rules import Reject
from pasar.market.imports.turning import Shop, Turned, turner
from pasar.market.search import operations as search
from pasar.market.stock import operations as stock
from pasar.market.stock.operations import FirstStock

AT_ONCE = 500
"""Listings of one transaction: some hundred milliseconds, because an open one holds every reader of events back."""
WAIT_S = 4.0
"""For the search to have caught up at the end."""

AHEAD = 2
"""Batches that may be read and turned while one is being written: few, so that memory stays flat."""

Progress = Callable[[int, int], None]
Turn = Callable[[int, Sequence[str]], Turned | None]
Item = TypeVar("Item")


@dataclass(slots=True)
class Batch:
    """Rows that are written together, and what else became of the rows among them."""

    last: int = 0
    """The number of its last row."""
    listings: list[Turned] = field(default_factory=list)
    foreign: int = 0
    rejects: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Row number, reason, code, value."""


def import_listings(
    *,
    path: Path | str,
    country: str,
    mapping: str,
    dry_run: bool = False,
    resume: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Bring in the listings of a file for one venture; return what became of its rows.

    path: CSV or JSON lines, gzip too. mapping: a shipped one's name or a TOML file. dry_run: read and check everything,
    write nothing. resume: go on where a killed run of the same file ended. progress: told (rows done, rows in all).
    Raises what `reading.survey` and `mappings.get` raise, CountryNotInMapping, RunElsewhere; nothing is written then.
    """
    path, found = Path(path), mappings.get(mapping)
    if country not in found.countries or country not in countries.all_countries():
        raise CountryNotInMapping(country=country, known=", ".join(found.countries))
    began = time.monotonic()
    file = reading.survey(path, found)
    report = Report(country, found.key, dry_run, rows=file.rows)
    tell = progress or (lambda _done, _total: None)
    with _uncollected():
        if dry_run:
            _try_out(path, found, country, report, tell)
        else:
            _bring_in(path, found, country, file, report, resume=resume, tell=tell)
    report.seconds = time.monotonic() - began
    if not dry_run:
        report.searchable = search.catch_up(country, timeout_s=WAIT_S)
    return report


def _bring_in(
    path: Path,
    mapping: Mapping,
    country: str,
    file: reading.Survey,
    report: Report,
    *,
    resume: bool,
    tell: Progress,
) -> None:
    there = shops.find(mapping, country)
    with transaction.atomic():
        open_shops = shops.open_missing(mapping, country, there)
        run = _begin(mapping, country, file, resume=resume)
    report.opened, report.shops = len(open_shops) - len(there), tuple(rule.slug for rule in mapping.shops)
    opened = [rule for rule in mapping.shops if rule.value not in there]
    report.keepers = tuple(email for rule in opened if (email := shops.keeper(rule, country)))
    report.resumed_from = run.rows_done
    report.go_on_from(run.counts)
    rejects = Rejects(place(path), behind=run.rows_done)
    turn = turner(mapping, countries.get(country), open_shops)
    rows = reading.rows(path, mapping, skip=run.rows_done)
    try:
        for batch in _ahead(_turned(rows, run.rows_done, turn)):
            report.note(batch.foreign, (reason for _number, reason, *_rest in batch.rejects))
            for reject in batch.rejects:
                rejects.add(*reject)
            rejects.flush()
            _write(country, batch, run, report)
            tell(batch.last, file.rows)
            search.keep_up(country)
    finally:
        rejects.close()
    if report.rejected:
        report.rejects_path = rejects.path
    Run.objects.filter(pk=run.pk).update(ended_at=clock.now())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Rows form no cycles: looking for some among them would take a fifth of the time, and find none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _try_out(path: Path, mapping: Mapping, country: str, report: Report, tell: Progress) -> None:
    """Count what would become of the rows: what is known of the shops' codes, and nothing more, is read."""
    there = shops.find(mapping, country)
    report.opened, report.shops = len(mapping.shops) - len(there), tuple(rule.slug for rule in mapping.shops)
    takers = {rule.value: there.get(rule.value, Shop(0, 0, 0)) for rule in mapping.shops}
    turn = turner(mapping, countries.get(country), takers)
    seen: set[int] = set()
    for batch in _turned(reading.rows(path, mapping), 0, turn):
        report.note(batch.foreign, (reason for _number, reason, *_rest in batch.rejects))
        keys = [(each.listing.shop_id, each.listing.skus[0].seller_sku) for each in batch.listings]
        known = known_codes(keys)
        for key, each in zip(keys, batch.listings, strict=True):
            if hash(key) in seen:
                report.repeated += 1
                continue
            # A hash a row, not the row: the memory of a dry run grows by little, and by no text.
            seen.add(hash(key))
            report.changed += key in known
            report.new += key not in known
            _count(report, each)
        tell(batch.last, report.rows)


def _begin(mapping: Mapping, country: str, file: reading.Survey, *, resume: bool) -> Run:
    run, made = Run.objects.select_for_update(no_key=True).get_or_create(
        country=country,
        mapping=mapping.key,
        fingerprint=file.fingerprint,
        defaults={"rows_total": file.rows, "begun_at": clock.now()},
    )
    if not made and (run.ended_at is not None or not resume):
        run.rows_done, run.counts, run.begun_at, run.ended_at = 0, {}, clock.now(), None
        run.save()
    return run


def _turned(rows: Iterator[Sequence[str]], done: int, turn: Turn) -> Iterator[Batch]:
    """The rows behind the first `done`, batch by batch."""
    numbered = enumerate(rows, done + 1)
    while chunk := list(islice(numbered, AT_ONCE)):
        batch = Batch(last=chunk[-1][0])
        for number, row in chunk:
            try:
                turned = turn(number, row)
            except Reject as reject:
                batch.rejects.append((number, reject.code, row[0] if row else "", reject.value))
                continue
            if turned is None:
                batch.foreign += 1
            else:
                batch.listings.append(turned)
        yield batch


def _ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The items in their order, the next ones made by a thread of its own: reading and turning need no database."""
    with ThreadPoolExecutor(1, thread_name_prefix="turning") as pool:
        waiting = deque(pool.submit(next, items, None) for _ in range(AHEAD))
        while (item := waiting.popleft().result()) is not None:
            waiting.append(pool.submit(next, items, None))
            yield item


def _write(country: str, batch: Batch, run: Run, report: Report) -> None:
    """One transaction: listings, their first stock, and how far the run is.

    It is not waited for until the disk has it: what a crash takes, it takes with the note of how far the run was.
    """
    with transaction.atomic():
        sql.values("pasar.market.imports", "commit_unwaited")
        written = catalogue.bulk_write(country, [each.listing for each in batch.listings])
        stock.bulk_open(
            [
                FirstStock(
                    country=country, sku_id=SkuId(sku_id), listing_id=ListingId(made.listing_id),
                    warehouse_id=WarehouseId(each.warehouse_id), units=each.units,
                )
                for each, made in zip(batch.listings, written, strict=True)
                for sku_id in made.new_sku_ids
            ],
            ref=f"import:{run.pk}",
        )  # fmt: skip
        for each, made in zip(batch.listings, written, strict=True):
            setattr(report, made.change, getattr(report, made.change) + 1)
            if made.change != "repeated":
                _count(report, each)
        moved = Run.objects.filter(pk=run.pk, rows_done=run.rows_done).update(
            rows_done=batch.last, counts=report.counts()
        )
        if not moved:
            raise RunElsewhere
    run.rows_done = batch.last


def _count(report: Report, each: Turned) -> None:
    price = each.listing.skus[0].price_minor
    low, high = report.prices or (price, price)
    report.prices = min(low, price), max(high, price)
    report.categories[each.listing.category_path] += 1
