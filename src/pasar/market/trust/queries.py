"""What may not be said, and what visitors reported."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pasar.market.trust import rules
from pasar.market.trust.models import Report, Word

_KEPT_S = 60.0
_kept: dict[str, tuple[float, tuple[rules.Word, ...]]] = {}
PAGE = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """A forbidden word that was found, and why it is forbidden."""

    word: str
    reason: str
    severity: str


@dataclass(frozen=True, slots=True)
class ReportView:
    id: int
    country: str
    listing_id: int
    reason: str
    text: str
    reporter: str
    state: str
    made_at: datetime
    decided_by: str
    decided_at: datetime | None
    note: str


def screen(country: str, texts: Iterable[str], severity: str = "refuse") -> list[Finding]:
    """Words in these texts for which a listing of the country is refused (or, by `review`, looked at)."""
    words = [word for word in _words(country) if word.severity == severity]
    return [Finding(word.text, word.reason, word.severity) for word in rules.find(words, texts)]


def forget_words() -> None:
    """Read the words anew at the next question."""
    _kept.clear()


def _words(country: str) -> tuple[rules.Word, ...]:
    read_at, known = _kept.get(country, (0.0, ()))
    if not known or time.monotonic() - read_at > _KEPT_S:
        found = (
            Word.objects.filter(country=country).order_by("text").values_list("text", "reason", "severity")
        )
        known = tuple(rules.Word(*row) for row in found)
        _kept[country] = (time.monotonic(), known)
    return known


def reports(country: str, state: str = "open", after: int | None = None) -> list[ReportView]:
    """A page of reports in a state, the newest first; `after`: the last id of the page before."""
    found = Report.objects.filter(country=country, state=state)
    if after is not None:
        found = found.filter(pk__lt=after)
    return [_view(row) for row in found.order_by("-pk")[:PAGE]]


def reports_of(country: str, listing_id: int) -> list[ReportView]:
    """What was ever reported about a listing, the newest first."""
    found = Report.objects.filter(country=country, listing_id=listing_id).order_by("-pk")
    return [_view(row) for row in found[:PAGE]]


def open_count(country: str) -> int:
    return Report.objects.filter(country=country, state="open").count()


def _view(row: Report) -> ReportView:
    return ReportView(
        row.pk, row.country, row.listing_id, row.reason, row.text, row.reporter, row.state, row.made_at,
        row.decided_by, row.decided_at, row.note,
    )  # fmt: skip
