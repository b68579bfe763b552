"""Slots and campaigns opened, nominations decided, what runs watched."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pasar.console.deals.forms import CampaignForm, SlotForm
from pasar.console.frame import done, page, reason_in, render
from pasar.console.staff import ConsoleRequest, Staff
from pasar.countries import Country
from pasar.kernel import clock
from pasar.kernel.errors import Invalid
from pasar.kernel.ids import SkuId
from pasar.market.campaigns import operations, queries
from pasar.market.campaigns.queries import ItemView
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.queries import SkuFacts

SLOTS = 20
BACK = timedelta(days=2)
"""Slots that ended so lately are shown with those to come."""


@page("deals")
def deals(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    return _desk(request, venture)


@page("deals", posts=True)
def open_slot(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    form = SlotForm(request.POST, venture=venture)
    if not form.is_valid():
        return _desk(request, venture, slot_form=form)
    operations.open_slot(country=venture.key, actor=staff.actor, **form.slot())
    return done(request, _("Announced: sellers can nominate for it now."), "console_deals")


@page("deals", posts=True)
def open_campaign(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    form = CampaignForm(request.POST, venture=venture)
    if not form.is_valid():
        return _desk(request, venture, campaign_form=form)
    operations.open_campaign(country=venture.key, actor=staff.actor, **form.campaign())
    return done(request, _("Announced: sellers can enrol in it now."), "console_deals")


@page("deals", posts=True)
def stop_campaign(request: ConsoleRequest, venture: Country, staff: Staff, campaign_id: int) -> HttpResponse:
    ended = operations.stop_campaign(
        country=venture.key, campaign_id=campaign_id, reason=_why(request), actor=staff.actor
    )
    return done(request, _("Stopped. Prices that ended: %(n)d") % {"n": ended}, "console_deals")


@page("deals", posts=True)
def decide(request: ConsoleRequest, venture: Country, staff: Staff, verb: str) -> HttpResponse:
    """Approve or refuse the ticked nominations."""
    ids = [int(each) for each in request.POST.getlist("item") if each.isascii() and each.isdigit()][:500]
    ids = [each for each in ids if each < 2**63]
    if verb == "approve":
        count = operations.approve(country=venture.key, item_ids=ids, actor=staff.actor)
        said = _("Approved: %(n)d") % {"n": count}
    else:
        count = operations.refuse(country=venture.key, item_ids=ids, reason=_why(request), actor=staff.actor)
        said = _("Refused: %(n)d") % {"n": count}
    return done(request, said, "console_deals")


@page("deals")
def slot(request: ConsoleRequest, venture: Country, staff: Staff, slot_id: int) -> HttpResponse:
    """What a slot sells, and how many wait for it."""
    found = queries.slot(venture.key, slot_id)
    items = queries.items_of(slot_id)
    return render(
        request, "console/slot.html", _("Flash sale"),
        slot=found, items=items, goods=_goods(items, request.language), waiting=queries.waiting(slot_id),
        reminders=queries.reminders([slot_id]).get(slot_id, 0),
    )  # fmt: skip


def _desk(
    request: ConsoleRequest, venture: Country, slot_form: SlotForm | None = None,
    campaign_form: CampaignForm | None = None,
) -> HttpResponse:  # fmt: skip
    wanted = queries.to_decide(venture.key)
    slots = queries.slots(venture.key, size=SLOTS, back=BACK)
    return render(
        request, "console/deals.html", _("Flash sales and campaigns"),
        wanted=wanted, goods=_goods(wanted, request.language), slots=slots, now=clock.now(),
        reminders=queries.reminders(slot.id for slot in slots),
        campaigns=queries.campaigns(venture.key, ended=True),
        slot_form=slot_form or SlotForm(venture=venture),
        campaign_form=campaign_form or CampaignForm(venture=venture),
    )  # fmt: skip


def _goods(items: Iterable[ItemView], language: str) -> dict[int, SkuFacts]:
    facts = catalogue.sku_facts([SkuId(item.sku_id) for item in items], language)
    return {int(each.sku_id): each for each in facts}


def _why(request: ConsoleRequest) -> str:
    reason = reason_in(request)
    if not reason:
        raise Invalid(_("Please say why: it is kept in the audit trail."), field="reason")
    return reason
