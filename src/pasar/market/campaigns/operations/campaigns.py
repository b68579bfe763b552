"""Campaigns and what sellers enrol in them."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from pasar.kernel import audit, clock
from pasar.kernel.errors import Invalid, NotFound
from pasar.market.campaigns import rules
from pasar.market.campaigns.errors import AlreadyDecided, Closed
from pasar.market.campaigns.models import Campaign, Enrolment
from pasar.market.campaigns.operations.entering import (
    check_price,
    check_terms,
    check_window,
    clean_names,
    own_goods,
)

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@transaction.atomic
def open_campaign(
    *,
    country: str,
    slug: str,
    names: Mapping[str, str],
    starts_at: datetime,
    ends_at: datetime,
    enrol_by: datetime,
    terms: rules.Terms,
    actor: str,
) -> int:
    """Announce a campaign, in which sellers may enrol until `enrol_by`; its id. The same slug again: the one there is.

    Raises Invalid, WindowInvalid, TermsInvalid.
    """
    if not _SLUG.fullmatch(slug):
        raise Invalid(field="slug")
    named = clean_names(country, names)
    if not starts_at < ends_at or enrol_by > ends_at:
        check_window(starts_at, ends_at, starts_at)
        raise Invalid(field="enrol_by")
    check_terms(terms)
    campaign, new = Campaign.objects.get_or_create(
        country=country, slug=slug,
        defaults={
            "names": named, "starts_at": starts_at, "ends_at": ends_at, "enrol_by": enrol_by,
            "min_cut_bps": terms.min_cut_bps, "look_back_days": terms.look_back_days,
            "min_days_priced": terms.min_days_priced, "created_at": clock.now(),
        },
    )  # fmt: skip
    if new:
        audit.record(
            country=country, actor=actor, action="campaign.open", target=f"campaign:{campaign.pk}",
            data={"slug": slug},
        )  # fmt: skip
    return campaign.pk


@transaction.atomic
def stop_campaign(*, country: str, campaign_id: int, reason: str, actor: str) -> int:
    """End a campaign before its time: its prices no longer count; how many enrolments that ended. Again: none."""
    campaign = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign_id, country=country).first()
    if campaign is None:
        raise NotFound
    if campaign.stopped_at:
        return 0
    now = clock.now()
    Campaign.objects.filter(pk=campaign.pk).update(stopped_at=now, version=campaign.version + 1)
    within = campaign.enrolments.filter(state=Enrolment.State.IN).values_list("pk", flat=True)
    ended = _turn(list(within), Enrolment.State.REFUSED, reason)
    audit.record(
        country=country, actor=actor, action="campaign.stop", target=f"campaign:{campaign.pk}", reason=reason
    )
    return ended


@transaction.atomic
def enrol(*, campaign_id: int, seller_id: int, prices: Mapping[int, int], actor: str) -> list[int]:
    """Enrol SKUs at campaign prices, all or none; the enrolments' ids. A SKU that is in already gets the new price.

    Raises NotFound, Closed, Invalid, PriceNotACut (the first that is none).
    """
    # The campaign's lock: one that is being stopped takes nobody in.
    campaign = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound
    now = clock.now()
    if campaign.stopped_at or now >= campaign.enrol_by:
        raise Closed
    terms = rules.Terms(campaign.min_cut_bps, campaign.look_back_days, campaign.min_days_priced)
    made = []
    for sku_id, price in sorted(prices.items()):
        goods = own_goods(campaign.country, seller_id, sku_id)
        was = check_price(campaign.country, sku_id, price, terms)
        told = {
            "price_minor": price, "was_minor": was, "state": Enrolment.State.IN, "reason": "", "changed_at": now,
            "starts_at": campaign.starts_at, "ends_at": campaign.ends_at,
        }  # fmt: skip
        row, new = Enrolment.objects.select_for_update(no_key=True).get_or_create(
            campaign=campaign, sku_id=sku_id,
            defaults={
                "country": campaign.country, "listing_id": goods.listing_id, "shop_id": goods.shop_id,
                "seller_id": seller_id, **told,
            },
        )  # fmt: skip
        if not new and (row.price_minor, row.state) != (price, Enrolment.State.IN):
            Enrolment.objects.filter(pk=row.pk).update(**told, version=row.version + 1)
        made.append(row.pk)
    return made


@transaction.atomic
def withdraw_enrolment(*, enrolment_id: int, seller_id: int, actor: str) -> None:
    """Take a SKU out before the campaign begins. Again: nothing.  Raises NotFound, AlreadyDecided."""
    row = (
        Enrolment.objects.select_for_update(no_key=True).filter(pk=enrolment_id, seller_id=seller_id).first()
    )
    if row is None:
        raise NotFound
    if row.state != Enrolment.State.IN:
        return
    # A price that customers were promised stays for as long as it was promised.
    if row.starts_at <= clock.now():
        raise AlreadyDecided
    _turn([row.pk], Enrolment.State.WITHDRAWN, "")


def _turn(keys: list[int], state: Enrolment.State, reason: str) -> int:
    return Enrolment.objects.filter(pk__in=keys).update(
        state=state, reason=reason[:200], changed_at=clock.now()
    )
