"""What the market keeps of a sale, by dated rules."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from pasar import countries
from pasar.countries import formats
from pasar.market.sellers import rules
from pasar.market.sellers.models import FeeRule

_KEPT_S = 60.0
_kept: dict[str, tuple[float, tuple[rules.FeeRule, ...]]] = {}


@dataclass(frozen=True, slots=True)
class Fees:
    """Shares of the goods' price; `rule_id` is the row that says so."""

    commission_bps: int
    payment_fee_bps: int
    rule_id: int | None


@dataclass(frozen=True, slots=True)
class FeeRuleView:
    id: int
    country: str
    class_key: str
    category_path: str
    commission_bps: int
    payment_fee_bps: int
    from_on: date
    source: str
    maker: str
    made_at: datetime
    approver: str
    approved_at: datetime | None


def fees(country: str, at: datetime) -> Callable[[str, str], Fees]:
    """What the market keeps at a moment, by seller's class and category path; nothing where no rule says so.

    The rules are kept in the process for a minute; rules of a coming day are among them, so midnight needs no reload.
    """
    on = formats.day(at, countries.get(country))
    known = _rules(country)
    answers: dict[tuple[str, str], Fees] = {}

    def of(class_key: str, category_path: str) -> Fees:
        key = (class_key, category_path)
        if key not in answers:
            rule = rules.choose(known, class_key, category_path, on)
            answers[key] = (
                Fees(rule.commission_bps, rule.payment_fee_bps, rule.id) if rule else Fees(0, 0, None)
            )
        return answers[key]

    return of


def forget_fees() -> None:
    """Read the rules anew at the next question."""
    _kept.clear()


def _rules(country: str) -> tuple[rules.FeeRule, ...]:
    read_at, known = _kept.get(country, (0.0, ()))
    if not known or time.monotonic() - read_at > _KEPT_S:
        found = FeeRule.objects.filter(country=country, approved_at__isnull=False)
        known = tuple(
            rules.FeeRule(
                row.pk, row.class_key, row.category_path, row.commission_bps, row.payment_fee_bps, row.from_on
            )
            for row in found
        )
        _kept[country] = (time.monotonic(), known)
    return known


def fee_rules(country: str) -> list[FeeRuleView]:
    """All rules of a venture, those without approval first, then by class, branch and day."""
    found = FeeRule.objects.filter(country=country).order_by("class_key", "category_path", "-from_on")[:500]
    return [
        FeeRuleView(
            row.pk, row.country, row.class_key, row.category_path, row.commission_bps, row.payment_fee_bps,
            row.from_on, row.source, row.maker, row.made_at, row.approver, row.approved_at,
        )
        for row in sorted(found, key=lambda row: row.approved_at is not None)
    ]  # fmt: skip
