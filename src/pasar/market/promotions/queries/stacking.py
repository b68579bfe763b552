"""Which vouchers go together, by dated rules."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pasar import countries
from pasar.countries import formats
from pasar.market.promotions.models import StackingRule
from pasar.market.promotions.shapes import Most, Stacking

_KEPT_S = 60.0
_kept: dict[str, tuple[float | None, tuple[tuple[date, Stacking], ...]]] = {}


@dataclass(frozen=True, slots=True)
class StackingRuleView:
    id: int
    country: str
    pattern: str
    terms: dict[str, Any]
    from_on: date
    source: str
    maker: str
    made_at: datetime
    approver: str
    approved_at: datetime | None


def stacking(country: str, at: datetime) -> Stacking:
    """The rule in force at a moment; where there is none, everything goes with everything.

    Rules are kept in the process for a minute; those of a coming day are among them, so midnight needs no reload.
    """
    on = formats.day(at, countries.get(country))
    in_force = [each for each in _rules(country) if each[0] <= on]
    return max(in_force, key=lambda each: each[0])[1] if in_force else Stacking()


def forget_stacking() -> None:
    """Read the rules anew at the next question."""
    _kept.clear()


def stacking_rules(country: str) -> list[StackingRuleView]:
    """All rules of a venture, the newest day first, proposed ones too."""
    found = StackingRule.objects.filter(country=country).order_by("-from_on")
    return [StackingRuleView(*row) for row in found.values_list(*StackingRuleView.__dataclass_fields__)]


def as_stacking(terms: Mapping[str, Any], rule_id: int | None = None) -> Stacking:
    """A rule's terms as the search reads them."""
    return Stacking(
        maxima=tuple(Most(frozenset(row["classes"]), row["scope"], row["most"]) for row in terms["maxima"]),
        excludes=frozenset(frozenset(pair) for pair in terms["excludes"]),
        coins_most_bps=terms["coins_most_bps"],
        gives_back=terms["gives_back"],
        coins_days=terms["coins_days"],
        id=rule_id,
    )


def _rules(country: str) -> tuple[tuple[date, Stacking], ...]:
    read_at, known = _kept.get(country, (None, ()))
    if read_at is None or time.monotonic() - read_at > _KEPT_S:
        found = StackingRule.objects.filter(country=country, approved_at__isnull=False)
        known = tuple((row.from_on, as_stacking(row.terms, row.pk)) for row in found)
        _kept[country] = (time.monotonic(), known)
    return known
