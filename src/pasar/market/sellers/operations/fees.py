"""Fee rules: proposed by one person, approved by another, never changed."""

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
from pasar.kernel.texts import one_line
from pasar.market.sellers import queries
from pasar.market.sellers.errors import FeeRuleInvalid, FourEyes
from pasar.market.sellers.models import CLASSES, FeeRule

PACKAGE = "pasar.market.sellers"


@cache
def _first_values() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(files(PACKAGE).joinpath("data", "fees.json").read_bytes())
    return found


@transaction.atomic
def load_fee_rules() -> int:
    """Write the first rules of every country that has none of its own yet; return how many were written."""
    at = clock.now()
    known = set(FeeRule.objects.values_list("country", flat=True).distinct())
    rows = [
        FeeRule(
            country=each["country"], class_key=each["class_key"], category_path=each["category_path"],
            commission_bps=each["commission_bps"], payment_fee_bps=each["payment_fee_bps"],
            from_on=date.fromisoformat(each["from_on"]), source=each["source"],
            maker="system", made_at=at, approver="system:first-values", approved_at=at,
        )
        for each in _first_values()
        if each["country"] not in known
    ]  # fmt: skip
    FeeRule.objects.bulk_create(rows, ignore_conflicts=True)
    queries.forget_fees()
    return len(rows)


@transaction.atomic
def propose_fee_rule(
    *,
    country: str,
    class_key: str,
    category_path: str,
    commission_bps: int,
    payment_fee_bps: int,
    from_on: date,
    source: str,
    actor: str,
) -> int:
    """A rule for a coming day, in force once another person approved it; returns its id.  Raises FeeRuleInvalid."""
    today = formats.day(clock.now(), countries.get(country))
    if class_key and class_key not in CLASSES:
        raise FeeRuleInvalid(field="class_key")
    if not 0 <= commission_bps <= 5_000:
        raise FeeRuleInvalid(_("A commission is between 0 and 50 %."), field="commission_bps")
    if not 0 <= payment_fee_bps <= 1_000:
        raise FeeRuleInvalid(_("A payment fee is between 0 and 10 %."), field="payment_fee_bps")
    if from_on <= today:
        raise FeeRuleInvalid(
            _("A rule begins tomorrow at the earliest: prices were promised for today."), field="from_on"
        )
    key = {
        "country": country,
        "class_key": class_key,
        "category_path": category_path[:300],
        "from_on": from_on,
    }
    if FeeRule.objects.filter(**key).exists():
        raise FeeRuleInvalid(_("There is a rule for this day already."), field="from_on")
    row = FeeRule.objects.create(
        **key, commission_bps=commission_bps, payment_fee_bps=payment_fee_bps, source=one_line(source, 200),
        maker=actor, made_at=clock.now(),
    )  # fmt: skip
    audit.record(
        country=country, actor=actor, action="propose_fee_rule", target=f"fee_rule:{row.pk}", reason=source
    )
    return int(row.pk)


@transaction.atomic
def approve_fee_rule(*, country: str, rule_id: int, actor: str) -> None:
    """Put a proposed rule in force. Repeating it changes nothing.  Raises NotFound, FourEyes, FeeRuleInvalid."""
    row = FeeRule.objects.select_for_update(no_key=True).filter(country=country, pk=rule_id).first()
    if row is None:
        raise NotFound
    if row.approved_at is not None:
        return
    if row.maker == actor:
        raise FourEyes
    if row.from_on <= formats.day(clock.now(), countries.get(country)):
        raise FeeRuleInvalid(
            _("Its first day has come without an approval. Propose it anew."), field="from_on"
        )
    row.approver, row.approved_at = actor, clock.now()
    row.save(update_fields=["approver", "approved_at"])
    audit.record(country=country, actor=actor, action="approve_fee_rule", target=f"fee_rule:{row.pk}")
    queries.forget_fees()
