"""Verbs of the search: note what changed, index what is noted, build an index anew beside the one that is served."""

import json
import logging
import os
import shutil
import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from pasar import countries
from pasar.kernel import clock, events, ids, sql
from pasar.kernel.events import Consumer, Recorded
from pasar.kernel.ids import ShopId
from pasar.market.catalogue import queries as catalogue
from pasar.market.search import documents, queries, writers
from pasar.market.search.models import Build, Pending
from pasar.market.search.tantivy_engine import SCHEMA_VERSION, TantivyEngine

log = logging.getLogger(__name__)

AT_ONCE = 1_000
"""Listings of one commit: some hundred milliseconds of work, so that none waits longer than that for the others."""
PAGE = 2_000
FAR_BEHIND = 8_000
"""Notes that an index may be behind by while many listings are written: about three seconds' work."""
VERSION = f"v{SCHEMA_VERSION}-"


def note(country: str, listing_ids: Iterable[int]) -> None:
    """Remember that these listings' documents are older than their rows; they are indexed shortly after."""
    wanted = sorted(set(listing_ids))
    if wanted:
        sql.run(__package__, "note", country=country, listing_ids=wanted, noted=ids.uuid7())


def note_events(news: Sequence[Recorded]) -> None:
    """Note the listings that events are about; of a shop that changed, all."""
    listings: dict[str, set[int]] = {}
    shops: dict[str, set[int]] = {}
    for event in news:
        if event.topic == "shop.changed":
            shops.setdefault(event.country, set()).add(event.payload["shop_id"])
        else:
            listings.setdefault(event.country, set()).add(event.payload["listing_id"])
    for country, listing_ids in sorted(listings.items()):
        note(country, listing_ids)
    for country, shop_ids in sorted(shops.items()):
        note(country, catalogue.listings_of(map(ShopId, shop_ids)))


NOTES = Consumer(
    "search.notes", ("listing.changed", "stock.changed", "shop.changed"), note_events, size=2_000
)


def index_pending(country: str) -> int:
    """Index the oldest notes of a venture; return how many. 0 also when another process is at it.

    A crash at any point leaves the notes in place, and indexing twice is indexing once.
    """
    with writers.turn(country) as ours:
        if not ours:
            return 0
        if not _readable(country):
            return _build(country)
        notes = list(
            Pending.objects.filter(country=country)
            .order_by("id")
            .values_list("listing_id", "noted")[:AT_ONCE]
        )
        if not notes:
            return 0
        wanted = [listing_id for listing_id, _noted in notes]
        found = documents.of(country, wanted)
        build = queries.live_build(country)
        try:
            engine = writers.engine(country, build)
        except (ValueError, OSError):
            log.exception("the index of %s cannot be opened", country)
            return _build(country)
        try:
            engine.write(found, set(wanted) - {each.listing_id for each in found})
        except Exception:
            # The folder may be damaged: it is looked at anew, and built anew when it cannot be opened.
            writers.forget(country)
            raise
        with transaction.atomic():
            sql.run(
                __package__, "done",
                country=country, listing_ids=wanted, notes=[noted for _listing, noted in notes],
            )  # fmt: skip
            Build.objects.filter(country=country).update(documents=engine.count(), committed_at=clock.now())
        return len(notes)


def build(country: str) -> int:
    """Build the venture's index anew beside the one that is served, and serve it; return its documents.

    0 when another process is writing that index. A build that was broken off leaves the served one as it was.
    """
    with writers.turn(country, wait=True) as ours:
        return _build(country) if ours else 0


def keep_up(country: str) -> None:
    """Hold whoever writes many listings back until the index is not far behind; help it where nobody is at it."""
    while Pending.objects.filter(country=country).count() > FAR_BEHIND:
        if not index_pending(country):
            time.sleep(0.05)


def catch_up(country: str, *, timeout_s: float) -> bool:
    """Note what the event stream still holds and index it, or see other processes do so; whether all was in time."""
    until = time.monotonic() + timeout_s
    idle = 0
    while time.monotonic() < until:
        noted, indexed = events.consume(NOTES), index_pending(country)
        if noted or indexed:
            idle = 0
            continue
        # An event may be a moment away: behind the transaction of another, or in the hands of another process.
        idle += not Pending.objects.filter(country=country).exists()
        if idle >= 3:
            return True
        time.sleep(0.05)
    return False


def sweep() -> int:
    """Index what is noted in any venture, and build what has no index yet; return how many when more may wait."""
    noted = set(Pending.objects.values_list("country", flat=True).distinct())
    moved = 0
    for country in countries.all_countries():
        if country in noted or not _readable(country):
            try:
                moved = max(moved, index_pending(country))
            except Exception:
                # One venture's damaged index holds up no other's.
                log.exception("indexing of %s failed", country)
    return moved if moved >= AT_ONCE else 0


def _readable(country: str) -> bool:
    """Whether the served build is one of this version and lies in its folder."""
    live = queries.live_build(country)
    if not live.startswith(VERSION):
        return False
    try:
        return "segments" in json.loads((queries.folder(country) / live / "meta.json").read_bytes())
    except (OSError, ValueError):
        return False


def _build(country: str) -> int:
    root, began = queries.folder(country), clock.now()
    build = f"{VERSION}{ids.uuid7().hex}"
    # What is noted by now is in the rows that are read from here on; later notes stay for `index_pending`.
    notes = list(Pending.objects.filter(country=country).values_list("listing_id", "noted"))
    engine = TantivyEngine(root / build, countries.get(country).languages[0])
    try:
        after, first = 0, True
        while first or after:
            found, after = documents.page(country, after, PAGE)
            engine.write(found, (), commit=not after)
            first = False
        count = engine.count()
    finally:
        engine.close()
    writers.forget(country)
    _serve(root, build)
    _record(country, build, count, began, notes)
    _clear(root, build)
    return count


def _serve(root: Path, build: str) -> None:
    """Name the build that is served, whole or not at all, and on the disk before anything is said of it."""
    beside = root / f"live.{os.getpid()}"
    with beside.open("w", encoding="utf-8") as file:
        file.write(build)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(root / "live")


@transaction.atomic
def _record(
    country: str, build: str, count: int, began: datetime, notes: Sequence[tuple[int, object]]
) -> None:
    Build.objects.update_or_create(
        country=country,
        defaults={"build": build, "documents": count, "built_at": began, "committed_at": clock.now()},
    )
    if notes:
        sql.run(
            __package__, "done",
            country=country, listing_ids=[listing for listing, _noted in notes],
            notes=[noted for _listing, noted in notes],
        )  # fmt: skip


def _clear(root: Path, live: str) -> None:
    """Remove older builds but the last: a reader may still be at it."""
    builds = sorted(path for path in root.iterdir() if path.is_dir() and path.name != live)
    for old in builds[:-1]:
        shutil.rmtree(old, ignore_errors=True)
