"""Nominating for a slot, enrolling in a campaign: the highest price that would be accepted stands beside each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pasar.countries.formats import money_text
from pasar.kernel import clock
from pasar.kernel.errors import Conflict, Invalid
from pasar.kernel.ids import SellerId, SkuId
from pasar.market.campaigns import operations, queries
from pasar.market.campaigns.errors import PriceNotACut
from pasar.market.campaigns.operations import Nomination
from pasar.market.campaigns.rules import Terms, Verdict
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.queries import SkuFacts
from pasar.market.sellers.queries import SellerView
from pasar.market.stock import queries as stock
from pasar.seller import who
from pasar.seller.who import SellerRequest
from pasar.ui import params
from pasar.ui.amounts import typed_minor

ROWS = 30
SLOTS = 8


@dataclass
class Row:
    """A variant that may be entered, with what was typed for it."""

    sku: SkuFacts
    verdict: Verdict
    free: int
    entered: object
    """The nomination or enrolment that there is, if any."""
    typed: dict[str, str]
    error: str = ""


@require_GET
@who.for_seller
def deals(request: SellerRequest, seller: SellerView) -> HttpResponse:
    now = clock.now()
    items, enrolments = queries.seller_items(seller.id), queries.seller_enrolments(seller.id)
    ids = [SkuId(each.sku_id) for each in items] + [SkuId(each.sku_id) for each in enrolments]
    facts = {int(each.sku_id): each for each in catalogue.sku_facts(ids, request.language)}
    campaigns = queries.campaigns(seller.country)
    names = {each.id: each for each in queries.campaigns(seller.country, ended=True, size=200)}
    return who.page(
        request, "deals/deals.html",
        slots=[each for each in queries.slots(seller.country, size=SLOTS) if each.nominate_by > now],
        campaigns=[each for each in campaigns if each.enrol_by > now],
        items=[(each, facts[each.sku_id]) for each in items if each.sku_id in facts],
        enrolments=[
            (each, facts[each.sku_id], names.get(each.campaign_id)) for each in enrolments if each.sku_id in facts
        ],
        now=now,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@who.for_seller
def slot(request: SellerRequest, seller: SellerView, slot_id: int) -> HttpResponse:
    """A page of variants, each with its own small form; one nomination at a time."""
    found = queries.slot(seller.country, slot_id)
    entered = {each.sku_id: each for each in queries.seller_items(seller.id) if each.slot_id == slot_id}
    rows = _rows(request, seller, found.terms, entered, ("price", "units", "most"))
    if request.method == "POST":
        sku_id = params.number(request.POST, "sku_id")
        row = next((each for each in rows if each.sku.sku_id == sku_id), None)
        if row and _nominate(request, seller, slot_id, row):
            messages.success(request, _("Nominated. You hear here whether it is in."))
            return redirect(request.get_full_path())
    return _page(request, "deals/slot.html", rows, slot=found, open=found.nominate_by > clock.now())


@require_http_methods(["GET", "POST"])
@who.for_seller
def campaign(request: SellerRequest, seller: SellerView, campaign_id: int) -> HttpResponse:
    """A page of variants with a price each; those with one are enrolled, each that may be."""
    found = queries.campaign(seller.country, campaign_id=campaign_id)
    entered: Mapping[int, object] = {
        each.sku_id: each
        for each in queries.seller_enrolments(seller.id)
        if each.campaign_id == campaign_id and each.state == "in"
    }
    rows = _rows(request, seller, found.terms, entered, ("price",))
    if request.method == "POST":
        done = [row for row in rows if row.typed["price"] and _enrol(request, seller, campaign_id, row)]
        if done:
            messages.success(request, _("Enrolled: %(n)d") % {"n": len(done)})
        if not any(row.error for row in rows):
            return redirect(request.get_full_path())
    return _page(request, "deals/campaign.html", rows, campaign=found, open=found.enrol_by > clock.now())


@require_POST
@who.for_seller
def item_withdraw(request: SellerRequest, seller: SellerView, item_id: int) -> HttpResponse:
    operations.withdraw(item_id=item_id, seller_id=seller.id, actor=who.actor(seller))
    messages.success(request, _("Taken back."))
    return redirect("seller_deals")


@require_POST
@who.for_seller
def enrolment_withdraw(request: SellerRequest, seller: SellerView, enrolment_id: int) -> HttpResponse:
    operations.withdraw_enrolment(enrolment_id=enrolment_id, seller_id=seller.id, actor=who.actor(seller))
    messages.success(request, _("Taken back."))
    return redirect("seller_deals")


def _rows(
    request: SellerRequest,
    seller: SellerView,
    terms: Terms,
    entered: Mapping[int, object],
    parts: tuple[str, ...],
) -> list[Row]:
    """The variants of one page that are on sale."""
    sent = request.POST if request.method == "POST" else request.GET
    ids = catalogue.seller_sku_ids(
        SellerId(seller.id),
        code=sent.get("q", "")[:100],
        after=params.number_or_none(sent, "after") or 0,
        size=ROWS,
    )
    verdicts = queries.verdicts(seller.country, {int(sku): 0 for sku in ids}, terms)
    levels = {level.sku_id: level.free for level in stock.levels(ids) if level.warehouse_id > 0}
    return [
        Row(
            sku, verdicts[int(sku.sku_id)], levels.get(sku.sku_id, 0), entered.get(int(sku.sku_id)),
            {part: request.POST.get(f"{part}-{sku.sku_id}", "").strip()[:30] for part in parts},
        )
        for sku in catalogue.sku_facts(ids, request.language)
    ]  # fmt: skip


def _page(request: SellerRequest, template: str, rows: list[Row], **context: object) -> HttpResponse:
    code = (request.POST if request.method == "POST" else request.GET).get("q", "")[:100]
    answer = who.page(
        request,
        template,
        rows=rows,
        q=code,
        next=rows[-1].sku.sku_id if len(rows) == ROWS else None,
        **context,
    )
    if any(row.error for row in rows):
        answer.status_code = 422
    return answer


def _nominate(request: SellerRequest, seller: SellerView, slot_id: int, row: Row) -> bool:
    counts = [row.typed["units"], row.typed["most"] or "1"]
    if not all(text.isascii() and text.isdigit() and len(text) < 7 for text in counts):
        row.error = _("Please give a whole number.")
        return False
    try:
        operations.nominate(
            slot_id=slot_id, seller_id=seller.id, actor=who.actor(seller),
            nomination=Nomination(
                sku_id=int(row.sku.sku_id), price_minor=typed_minor(row.typed["price"], request.country),
                units=int(counts[0]), per_customer=int(counts[1]),
            ),
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        row.error = _said(request, refusal)
    return not row.error


def _enrol(request: SellerRequest, seller: SellerView, campaign_id: int, row: Row) -> bool:
    try:
        price = typed_minor(row.typed["price"], request.country)
        operations.enrol(
            campaign_id=campaign_id, seller_id=seller.id, prices={int(row.sku.sku_id): price},
            actor=who.actor(seller),
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        row.error = _said(request, refusal)
    return not row.error


def _said(request: SellerRequest, refusal: Invalid | Conflict) -> str:
    """A refusal in words that name the price that would do."""
    if not isinstance(refusal, PriceNotACut):
        return str(refusal)
    said, venture = refusal.data, request.country

    def shown(minor: int) -> str:
        text = money_text(minor, venture, request.language)
        return f"{text.amount} {text.sign}" if text.sign_after else f"{text.sign}{text.amount}"

    if said["reason"] == "not_low_enough" and said["most_minor"]:
        return _("Ask at most %(most)s: the lowest price lately was %(lowest)s.") % {
            "most": shown(said["most_minor"]), "lowest": shown(said["reference_minor"]),
        }  # fmt: skip
    if said["reason"] == "too_new":
        return _("It has not had a price for long enough to be reduced.")
    return str(refusal)
