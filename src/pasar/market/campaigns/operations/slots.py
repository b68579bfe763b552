"""Slots of flash sales."""

from datetime import datetime

from django.db import transaction

from pasar.kernel import audit, clock, sql
from pasar.market.campaigns import rules
from pasar.market.campaigns.errors import SlotsOverlap
from pasar.market.campaigns.models import Slot
from pasar.market.campaigns.operations.entering import PACKAGE, check_terms, check_window


@transaction.atomic
def open_slot(
    *,
    country: str,
    starts_at: datetime,
    ends_at: datetime,
    nominate_by: datetime,
    terms: rules.Terms,
    actor: str,
) -> int:
    """Announce the hours of a flash sale, for which sellers may nominate until `nominate_by`; its id.

    The same hours again are the slot that there is.  Raises WindowInvalid, TermsInvalid, SlotsOverlap.
    """
    check_window(starts_at, ends_at, nominate_by)
    check_terms(terms)
    sql.run(PACKAGE, "lock_slots", country=country)
    there = Slot.objects.filter(country=country, starts_at__lt=ends_at, ends_at__gt=starts_at).first()
    if there and (there.starts_at, there.ends_at) == (starts_at, ends_at):
        return there.pk
    if there:
        raise SlotsOverlap
    slot = Slot.objects.create(
        country=country, starts_at=starts_at, ends_at=ends_at, nominate_by=nominate_by,
        min_cut_bps=terms.min_cut_bps, look_back_days=terms.look_back_days,
        min_days_priced=terms.min_days_priced, created_at=clock.now(),
    )  # fmt: skip
    audit.record(country=country, actor=actor, action="flash_slot.open", target=f"flash_slot:{slot.pk}")
    return slot.pk
