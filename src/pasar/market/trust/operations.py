"""Reporting a listing, deciding on reports, the words of each country."""

from datetime import timedelta
from functools import cache
from importlib.resources import files

import orjson
from django.db import transaction

from pasar.kernel import audit, clock, events, limits
from pasar.kernel.errors import NotFound
from pasar.kernel.texts import one_line, plain_text
from pasar.market.trust import queries
from pasar.market.trust.errors import ReportInvalid
from pasar.market.trust.events import ListingReported, ReportDecided
from pasar.market.trust.models import REASONS, Report, Word


@cache
def _first_words() -> list[dict[str, str]]:
    found: list[dict[str, str]] = orjson.loads(files(__package__).joinpath("data", "words.json").read_bytes())
    return found


def load_words() -> int:
    """Write the forbidden words that the market ships, where they are not known yet; an operator's own stay."""
    rows = [Word(**each) for each in _first_words()]
    before = Word.objects.count()
    Word.objects.bulk_create(rows, ignore_conflicts=True)
    queries.forget_words()
    return Word.objects.count() - before


def report_listing(*, country: str, listing_id: int, reason: str, text: str, reporter: str) -> None:
    """A visitor's word that a listing should not be there; the same visitor's second one changes nothing.

    Raises ReportInvalid (data: field), TooMany.
    """
    text = plain_text(text, 1_000)
    if reason not in REASONS:
        raise ReportInvalid(field="reason")
    if reason == "other" and not text:
        raise ReportInvalid(field="text")
    limits.hit(f"report:{reporter}", limit=20, window=timedelta(days=1))
    with transaction.atomic():
        _row, made = Report.objects.get_or_create(
            country=country, listing_id=listing_id, reporter=reporter[:60],
            defaults={"reason": reason, "text": text, "made_at": clock.now()},
        )  # fmt: skip
        if made:
            events.append([ListingReported(country=country, listing_id=listing_id, reason=reason)])


@transaction.atomic
def decide(*, country: str, listing_id: int, upheld: bool, actor: str, note: str) -> int:
    """Answer all open reports of a listing alike, with a trace; return how many there were.

    Upheld: whoever shows the listing takes it down, by the event.  Raises NotFound when none is open.
    """
    rows = list(
        Report.objects.select_for_update(no_key=True)
        .filter(country=country, listing_id=listing_id, state=Report.State.OPEN)
        .order_by("pk")
    )
    if not rows:
        raise NotFound
    note = one_line(note, 500)
    state = Report.State.UPHELD if upheld else Report.State.DISMISSED
    Report.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=state, decided_by=actor, decided_at=clock.now(), note=note
    )
    audit.record(
        country=country, actor=actor, action=f"report_{state}", target=f"listing:{listing_id}", reason=note,
        data={"reports": [row.pk for row in rows]},
    )  # fmt: skip
    events.append(
        [ReportDecided(country=country, listing_id=listing_id, upheld=upheld, actor=actor, note=note)]
    )
    return len(rows)


@transaction.atomic
def forbid_word(*, country: str, text: str, reason: str, severity: str, actor: str) -> None:
    """Add a word, or change why and how it is forbidden, with a trace.  Raises ReportInvalid."""
    text = one_line(text, 100).casefold()
    if len(text) < 2 or severity not in Word.Severity.values:
        raise ReportInvalid(field="text")
    Word.objects.update_or_create(
        country=country, text=text, defaults={"reason": one_line(reason, 200), "severity": severity}
    )
    audit.record(country=country, actor=actor, action="forbid_word", target=f"word:{text}", reason=reason)
    queries.forget_words()


@transaction.atomic
def allow_word(*, country: str, text: str, reason: str, actor: str) -> None:
    """Take a word off the list, with a trace."""
    if Word.objects.filter(country=country, text=one_line(text, 100).casefold()).delete()[0]:
        audit.record(country=country, actor=actor, action="allow_word", target=f"word:{text}", reason=reason)
    queries.forget_words()
