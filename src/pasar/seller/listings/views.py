"""The list of listings, one as customers would see it, and prices and stock of many at once."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pasar.kernel.errors import Conflict, Invalid
from pasar.kernel.ids import ListingId, SellerId, SkuId
from pasar.market.catalogue import operations as catalogue
from pasar.market.catalogue import queries
from pasar.market.catalogue.queries import SkuFacts
from pasar.market.sellers.queries import SellerView
from pasar.market.stock import queries as stock
from pasar.seller import who
from pasar.seller.listings import saving
from pasar.seller.who import SellerRequest
from pasar.ui import params
from pasar.ui.amounts import shown_major, typed_minor
from pasar.ui.forms import ShopForm

STATES = ("published", "draft", "withdrawn", "taken_down")
ROWS = 50


@require_GET
@who.for_seller
def listings(request: SellerRequest, seller: SellerView) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    text = request.GET.get("q", "")[:100]
    found = queries.seller_listings(
        SellerId(seller.id), state, params.number_or_none(request.GET, "after") or 0, country=seller.country,
        language=request.language, text=text,
    )  # fmt: skip
    counts = queries.state_counts(SellerId(seller.id))
    return who.page(
        request, "listings/listings.html", listings=found.listings, next=found.next, state=state, q=text,
        tabs=[(key, counts[key]) for key in STATES], total=sum(counts.values()),
    )  # fmt: skip


@require_GET
@who.for_seller
def preview(request: SellerRequest, seller: SellerView, listing_id: int) -> HttpResponse:
    found = queries.seller_listing(SellerId(seller.id), ListingId(listing_id))
    shown = queries.listing_page(seller.country, found.id, request.language, preview_for=SellerId(seller.id))
    return who.page(request, "listings/preview.html", listing=shown, reason=found.state_reason)


@require_POST
@who.for_seller
def publish(request: SellerRequest, seller: SellerView, listing_id: int) -> HttpResponse:
    catalogue.publish(
        seller_id=SellerId(seller.id), listing_id=ListingId(listing_id), actor=who.actor(seller)
    )
    messages.success(request, _("It is on sale."))
    return redirect("seller_preview", listing_id=listing_id)


@require_POST
@who.for_seller
def withdraw(request: SellerRequest, seller: SellerView, listing_id: int) -> HttpResponse:
    catalogue.withdraw(
        seller_id=SellerId(seller.id), listing_id=ListingId(listing_id), actor=who.actor(seller)
    )
    messages.success(request, _("Nobody can see it any more. Orders that were placed go on."))
    return redirect("seller_preview", listing_id=listing_id)


@dataclass
class StockRow:
    """A variant in the table, as stored and as typed."""

    sku: SkuFacts
    typed: dict[str, str]
    stored: dict[str, str]
    reserved: int
    errors: dict[str, str] = field(default_factory=dict)

    def changed(self, *parts: str) -> bool:
        return any(self.typed[part] != self.stored[part] for part in parts)


class StockForm(ShopForm):
    """Keeps which variants a refusal is about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about: dict[int, tuple[str, str]] = {}

    def refuse(self, refusal: Invalid | Conflict) -> None:
        super().refuse(refusal)
        if sku_id := refusal.data.get("sku_id"):
            self.about[sku_id] = ("price", str(refusal))
        for sku_id, units in refusal.data.get("reserved", {}).items():
            self.about[sku_id] = ("stock", _("%(n)d are held for orders.") % {"n": units})

    def mark(self, rows: list[StockRow]) -> None:
        """Put what was refused beside the variant."""
        for row in rows:
            if row.sku.sku_id in self.about:
                part, text = self.about[row.sku.sku_id]
                row.errors[part] = text


@require_http_methods(["GET", "POST"])
@who.for_seller
def stock_table(request: SellerRequest, seller: SellerView) -> HttpResponse:
    """Prices and counts of a page of variants. Only what was changed is written: what sold meanwhile is not undone."""
    sent = request.POST if request.method == "POST" else request.GET
    after, code = params.number_or_none(sent, "after") or 0, sent.get("q", "")[:100]
    rows = _rows(request, seller, code, after)
    form = StockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _write(request, seller, form, rows):
        messages.success(request, _("Saved."))
        return redirect(request.get_full_path())
    return who.page(
        request, "listings/stock.html", form, rows=rows, q=code, after=after,
        next=rows[-1].sku.sku_id if len(rows) == ROWS else None,
    )  # fmt: skip


def _rows(request: SellerRequest, seller: SellerView, code: str, after: int) -> list[StockRow]:
    ids = queries.seller_sku_ids(SellerId(seller.id), code=code, after=after, size=ROWS)
    levels = {level.sku_id: level for level in stock.levels(ids)}
    rows = []
    for sku in queries.sku_facts(ids, request.language):
        level = levels.get(sku.sku_id)
        kept = {
            "price": shown_major(sku.price_minor, request.country),
            "before": shown_major(sku.list_minor, request.country),
            "stock": str(level.on_hand if level else 0),
        }
        typed = {part: request.POST.get(f"{part}-{sku.sku_id}", kept[part]).strip()[:30] for part in kept}
        was = request.POST.get(f"was-{sku.sku_id}", "")
        # What was shown when the form was made, which may no longer be what is stored.
        shown = dict(zip(kept, was.split("|"), strict=True)) if was.count("|") == 2 else kept
        rows.append(StockRow(sku, typed, shown, level.reserved if level else 0))
    return rows


def _write(request: SellerRequest, seller: SellerView, form: "StockForm", rows: list[StockRow]) -> bool:
    prices: dict[SkuId, tuple[int, int | None]] = {}
    counts: dict[int, int] = {}
    for row in rows:
        if row.changed("price", "before"):
            amounts: dict[str, int] = {}
            for part in ("price", "before"):
                try:
                    amounts[part] = typed_minor(row.typed[part], request.country) if row.typed[part] else 0
                except Invalid as refusal:
                    row.errors[part] = str(refusal)
            prices[row.sku.sku_id] = amounts.get("price", 0), amounts.get("before") or None
        if row.changed("stock"):
            text = row.typed["stock"]
            if text.isascii() and text.isdigit() and len(text) < 8:
                counts[row.sku.sku_id] = int(text)
            else:
                row.errors["stock"] = _("Please give a whole number.")
    if not any(row.errors for row in rows):
        form.attempt(saving.save_table, seller=seller, prices=prices, on_hand=counts)
        form.mark(rows)
    elif not form.errors:
        form.add_error(None, _("Please look at what is marked below. Nothing was saved yet."))
    return form.is_valid()
