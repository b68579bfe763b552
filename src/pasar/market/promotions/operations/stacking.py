"""Stacking rules: proposed by one person, approved by another, never changed."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pasar import countries
from pasar.countries import formats
from pasar.kernel import audit, clock
from pasar.kernel.errors import NotFound
from pasar.kernel.money import BPS
from pasar.kernel.texts import one_line
from pasar.market.promotions import queries
from pasar.market.promotions.errors import FourEyes, StackingRuleInvalid
from pasar.market.promotions.models import GIVES_BACK, StackingRule
from pasar.market.promotions.operations.giving_back import PACKAGE
from pasar.market.promotions.shapes import AUTOMATIC, CLASSES

MOST_ROWS = 50
VOUCHER_CLASSES = frozenset(CLASSES) - {AUTOMATIC}


@cache
def _first_values() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(files(PACKAGE).joinpath("data", "stacking.json").read_bytes())
    return found


@transaction.atomic
def load_stacking_rules() -> int:
    """Write the first rule of every country that has none of its own yet; return how many were written."""
    at = clock.now()
    known = set(StackingRule.objects.values_list("country", flat=True).distinct())
    rows = [
        StackingRule(
            country=each["country"], pattern=each["pattern"], terms=checked(each["terms"]),
            from_on=date.fromisoformat(each["from_on"]), source=each["source"], maker="system", made_at=at,
            approver="system:first-values", approved_at=at,
        )
        for each in _first_values()
        if each["country"] not in known
    ]  # fmt: skip
    StackingRule.objects.bulk_create(rows, ignore_conflicts=True)
    queries.forget_stacking()
    return len(rows)


@transaction.atomic
def propose_stacking_rule(
    *, country: str, pattern: str, terms: Mapping[str, Any], from_on: date, source: str, actor: str
) -> int:
    """A rule for a coming day, in force once another person approved it; return its id.  Raises StackingRuleInvalid."""
    kept = checked(terms)
    if from_on <= formats.day(clock.now(), countries.get(country)):
        raise StackingRuleInvalid(
            _("A rule begins tomorrow at the earliest: vouchers were promised for today."), field="from_on"
        )
    if StackingRule.objects.filter(country=country, from_on=from_on).exists():
        raise StackingRuleInvalid(_("There is a rule for this day already."), field="from_on")
    row = StackingRule.objects.create(
        country=country, pattern=one_line(pattern, 30) or "own", terms=kept, from_on=from_on,
        source=one_line(source, 300), maker=actor, made_at=clock.now(),
    )  # fmt: skip
    audit.record(
        country=country, actor=actor, action="propose_stacking_rule", target=f"stacking_rule:{row.pk}",
        reason=one_line(source, 300), data=kept,
    )  # fmt: skip
    return int(row.pk)


@transaction.atomic
def approve_stacking_rule(*, country: str, rule_id: int, actor: str) -> None:
    """Put a proposed rule in force. Repeating it changes nothing.  Raises NotFound, FourEyes, StackingRuleInvalid."""
    row = StackingRule.objects.select_for_update(no_key=True).filter(country=country, pk=rule_id).first()
    if row is None:
        raise NotFound
    if row.approved_at is not None:
        return
    if row.maker == actor:
        raise FourEyes
    if row.from_on <= formats.day(clock.now(), countries.get(country)):
        raise StackingRuleInvalid(
            _("Its first day has come without an approval. Propose it anew."), field="from_on"
        )
    row.approver, row.approved_at = actor, clock.now()
    row.save(update_fields=["approver", "approved_at"])
    audit.record(
        country=country, actor=actor, action="approve_stacking_rule", target=f"stacking_rule:{row.pk}"
    )
    queries.forget_stacking()


def checked(terms: Mapping[str, Any]) -> dict[str, Any]:
    """A rule's terms in the form in which they are kept.  Raises StackingRuleInvalid."""
    try:
        maxima = [_most(row) for row in terms.get("maxima", ())]
        excludes = sorted(sorted(set(pair)) for pair in terms.get("excludes", ()))
        coins_most_bps, days = terms.get("coins_most_bps", BPS), terms.get("coins_days", 90)
    except (KeyError, TypeError, AttributeError):
        raise StackingRuleInvalid(field="maxima") from None
    if len(maxima) > MOST_ROWS or len(excludes) > MOST_ROWS:
        raise StackingRuleInvalid(_("There are too many of these."), field="maxima")
    if any(len(pair) != 2 or not set(pair) <= VOUCHER_CLASSES for pair in excludes):
        raise StackingRuleInvalid(_("Two known classes exclude each other."), field="excludes")
    if type(coins_most_bps) is not int or not 0 <= coins_most_bps <= BPS:
        raise StackingRuleInvalid(_("A share is between 0 and 100 %."), field="coins_most_bps")
    if type(days) is not int or not 1 <= days <= 3_660:
        raise StackingRuleInvalid(_("Coins last between a day and ten years."), field="coins_days")
    if terms.get("gives_back", "full") not in GIVES_BACK:
        raise StackingRuleInvalid(field="gives_back")
    return {
        "maxima": maxima,
        "excludes": excludes,
        "coins_most_bps": coins_most_bps,
        "coins_days": days,
        "gives_back": terms.get("gives_back", "full"),
    }


def _most(row: Mapping[str, Any]) -> dict[str, Any]:
    classes = sorted(set(row["classes"]))
    if not classes or not set(classes) <= VOUCHER_CLASSES or row["scope"] not in ("purchase", "shop"):
        raise StackingRuleInvalid(
            _("A maximum is of known classes, in a purchase or a shop."), field="maxima"
        )
    if type(row["most"]) is not int or not 0 <= row["most"] <= 100:
        raise StackingRuleInvalid(_("Give a number from 0 to 100."), field="maxima")
    return {"classes": classes, "scope": row["scope"], "most": row["most"]}
