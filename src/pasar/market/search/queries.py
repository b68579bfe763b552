"""What the shop asks: results for a request, words while typing, how the index stands."""

import logging
import os
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from pasar import countries
from pasar.kernel import clock
from pasar.market.catalogue import queries as catalogue
from pasar.market.search import languages
from pasar.market.search.engine import Found, Hit
from pasar.market.search.models import Build, Pending
from pasar.market.search.rules import (
    PAGES_MAX,
    RERANKED,
    Cursor,
    Facet,
    Results,
    SearchRequest,
    final_score,
    read_cursor,
    spread_sellers,
    tidy,
    write_cursor,
)  # fmt: skip
from pasar.market.search.tantivy_engine import SORT_FIELDS, TantivyEngine

log = logging.getLogger(__name__)

_open: dict[str, tuple[str, TantivyEngine]] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Health:
    """How a venture's index stands. lag: listings changed and not yet searchable."""

    country: str
    build: str
    documents: int
    lag: int
    built_at: datetime | None
    committed_at: datetime | None


def folder(country: str) -> Path:
    """Where a venture's indexes lie: a folder per build, and `live`, a file that names the one that is served."""
    return Path(settings.HOME) / "search" / country


def live_build(country: str) -> str:
    """The build that is served; empty before the first."""
    try:
        return (folder(country) / "live").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def engine(country: str) -> TantivyEngine | None:
    """This process's reader of the venture's live index; None before the first build."""
    build = live_build(country)
    if not build:
        return None
    kept = _open.get(country)
    if kept and kept[0] == f"{build}:{os.getpid()}":
        return kept[1]
    with _lock:
        try:
            found = TantivyEngine(folder(country) / build, countries.get(country).languages[0])
        except (ValueError, OSError):
            log.exception("the index of %s cannot be opened", country)
            return None
        _open[country] = (f"{build}:{os.getpid()}", found)
    return found


def search(country: str, language: str, request: SearchRequest) -> Results:
    """One page of listings for what a visitor asks, best first or in the order asked for.

    All words first; when fewer than a page have all, those with most of them follow; when none has, similar
    words count. Nothing in a request raises. Prices and stock are to be shown from the database, not from here.
    Without an index that can be read the database answers: one page, found by the letters, without facets.
    """
    request = tidy(request)
    words, exact = _analysed(country, language, request.text)
    if request.text and not words:
        return Results([], 0, {}, None, "")
    index = engine(country)
    if index is None:
        return _from_database(country, request)
    cursor = read_cursor(request.after)
    try:
        if request.sort in SORT_FIELDS:
            return _by_field(index, request, words, exact, cursor)
        return _by_relevance(index, request, words, exact, cursor)
    except (ValueError, OSError):
        log.exception("the index of %s does not answer", country)
        _open.pop(country, None)
        return _from_database(country, request)


def _from_database(country: str, request: SearchRequest) -> Results:
    if request.after:
        return Results([], 0, {}, None, "")
    found: list[int] = list(
        catalogue.browse(
            country,
            words=request.text.split()[:6],
            category=request.category,
            shop_id=request.shop_id,
            size=request.size,
        )
    )
    return Results(found, len(found), {}, None, "")


def _analysed(country: str, language: str, text: str) -> tuple[list[list[str]], list[str]]:
    main = languages.get(countries.get(country).languages[0])
    used = {each.key: each for each in (main, languages.get(language), languages.get("en"))}
    typed = [word for piece in main.query_words(text) for word in piece.split()]
    return [sorted({word, *(each.stem(word) for each in used.values())}) for word in typed], typed


def _look(index, request, words, exact, strictness, limit, *, below=None, with_facets=True) -> Found:  # type: ignore[no-untyped-def]
    return index.find(  # type: ignore[no-any-return]
        request, words=words, exact=exact, strictness=strictness, limit=limit, below=below, with_facets=with_facets,
        now_s=int(clock.now().timestamp()),
    )  # fmt: skip


def _by_field(index, request, words, exact, cursor: Cursor | None) -> Results:  # type: ignore[no-untyped-def]
    below = cursor.value if cursor and cursor.kind == "key" else None
    strictness, found = "all", Found([], 0, {}, None)
    for strictness in ("all", "most", "similar"):
        # One more than a page, which tells whether there is another.
        found = _look(index, request, words, exact, strictness, request.size + 1, below=below)
        if found.total or not words:
            break
    page = found.hits[: request.size]
    following = write_cursor(Cursor("key", page[-1].sort_key)) if len(found.hits) > request.size else ""
    return _results(
        [hit.listing_id for hit in page], found, following, loosened=strictness != "all" and bool(words)
    )


def _by_relevance(index, request, words, exact, cursor: Cursor | None) -> Results:  # type: ignore[no-untyped-def]
    start = cursor.value if cursor and cursor.kind == "position" else 0
    start = min(start, request.size * (PAGES_MAX - 1))
    depth = max(RERANKED, start + request.size + 1)
    first = _look(index, request, words, exact, "all", depth)
    found, loosened = first, False
    ranked = _ranked(first.hits)
    if words and len(words) > 1 and first.total < request.size:
        more = _look(index, request, words, exact, "most", depth)
        known = set(ranked)
        ranked += [listing for listing in _ranked(more.hits) if listing not in known]
        found, loosened = (more, not first.total) if more.total else (first, False)
    if words and not ranked:
        found = _look(index, request, words, exact, "similar", depth)
        ranked, loosened = _ranked(found.hits), bool(found.total)
    end = start + request.size
    more_follow = len(ranked) > end and end < request.size * PAGES_MAX
    following = write_cursor(Cursor("position", end)) if more_follow else ""
    return _results(ranked[start:end], found, following, loosened=loosened)


def _ranked(hits: list[Hit]) -> list[int]:
    """Listings by text and behaviour, sellers spread, among the first; as found behind them."""
    head = sorted(
        hits[:RERANKED], key=lambda hit: (-final_score(max(hit.score, 0.001), hit.behaviour), hit.listing_id)
    )
    spread = spread_sellers([(hit.listing_id, hit.shop_id) for hit in head])
    return spread + [hit.listing_id for hit in hits[RERANKED:]]


def _results(listing_ids: list[int], found: Found, following: str, *, loosened: bool) -> Results:
    facets = {name: [Facet(value, count) for value, count in values] for name, values in found.facets.items()}
    return Results(listing_ids, found.total, facets, found.price_range, following, loosened)


def complete(country: str, prefix: str, limit: int = 8) -> list[str]:
    """Words that titles of the venture begin with, for the search field; the last word of `prefix` is completed."""
    index = engine(country)
    words = languages.get(countries.get(country).languages[0]).words(prefix[:60])
    if index is None or not words or len(words[-1]) < 2:
        return []
    before = " ".join(words[:-1])
    return [f"{before} {word}".strip() for word in index.complete(words[-1], limit)]


def health() -> list[Health]:
    """Every venture's index, for operators and `status`."""
    builds = {build.country: build for build in Build.objects.all()}
    lag = dict(Pending.objects.values_list("country").annotate(Count("id")))
    found = []
    for country in countries.all_countries():
        build = builds.get(country)
        found.append(
            Health(
                country,
                build.build if build else "",
                build.documents if build else 0,
                lag.get(country, 0),
                build.built_at if build else None,
                build.committed_at if build else None,
            )
        )
    return found
