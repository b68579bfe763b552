"""A seller's orders: whose they are is asked in every query, and another's are not there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pasar.finance.escrow import queries as escrow
from pasar.kernel.errors import NotFound
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.fulfilment import queries as parcels
from pasar.market.orders import operations, queries
from pasar.market.orders.queries.pages import PAGE
from pasar.market.sellers.queries import SellerView
from pasar.seller import who
from pasar.seller.orders import words
from pasar.seller.orders.forms import CancelForm, NumberForm
from pasar.seller.who import SellerRequest
from pasar.ui import params

MOST_AT_ONCE = 50


@require_GET
@who.for_seller
def orders(request: SellerRequest, seller: SellerView) -> HttpResponse:
    status = request.GET.get("status", "")
    status = status if status in words.TABS else ""
    found = queries.seller_orders(
        seller.id,
        status=status or None,
        number=request.GET.get("q", "")[:40],
        after=params.uuid_or_none(request.GET, "after"),
    )
    boxes = parcels.parcels_of_orders(each.id for each in found) if status == "packed" and found else {}
    counts = queries.seller_counts(seller.id)
    return who.page(
        request, "orders/orders.html",
        orders=[(each, boxes.get(each.id, [])) for each in found],
        tabs=[(key, words.tab_name(key), counts.get(key, 0)) for key in words.TABS],
        status=status, q=request.GET.get("q", "")[:40],
        next=found[-1].id if len(found) == PAGE else None,
    )  # fmt: skip


@require_GET
@who.for_seller
def order(request: SellerRequest, seller: SellerView, order_id: UUID) -> HttpResponse:
    return _order(request, seller, order_id)


def _order(
    request: SellerRequest, seller: SellerView, order_id: UUID, form: NumberForm | CancelForm | None = None
) -> HttpResponse:
    found = queries.order_for_seller(seller.id, order_id)
    boxes = parcels.parcels(order_id)
    actor = who.actor(seller)
    return who.page(
        request, "orders/order.html", form,
        order=found,
        parcels=boxes,
        service=parcels.service_name(found.carrier_key, found.service_key),
        trace=queries.price_trace(found),
        hold=escrow.hold_of(order_id),
        now_what=words.now_what(found, boxes),
        history=words.history(queries.timeline(order_id)),
        may_pack=found.may("pack", actor),
        may_send=found.payment_method != "cod" and (found.may("pack", actor) or found.may("ship", actor)),
        may_cancel=found.may("cancel", actor),
        number_form=form if isinstance(form, NumberForm) else NumberForm(),
        cancel_form=form if isinstance(form, CancelForm) else CancelForm(),
    )  # fmt: skip


@require_POST
@who.for_seller
def pack(request: SellerRequest, seller: SellerView, order_id: UUID) -> HttpResponse:
    fulfilment.pack(order_id=order_id, actor=who.actor(seller))
    messages.success(request, _("Packed. The label comes in a moment."))
    return redirect("seller_order", order_id=order_id)


@require_POST
@who.for_seller
def pack_many(request: SellerRequest, seller: SellerView) -> HttpResponse:
    chosen = _chosen(request.POST.getlist("order"))
    for order_id in chosen:
        fulfilment.pack(order_id=order_id, actor=who.actor(seller))
    if chosen:
        text = ngettext("%(n)d order is packed.", "%(n)d orders are packed.", len(chosen)) % {
            "n": len(chosen)
        }
        messages.success(request, text)
    else:
        messages.info(request, _("Tick the orders that are packed."))
    return redirect("seller_orders")


@require_POST
@who.for_seller
def hand_over(request: SellerRequest, seller: SellerView, parcel_id: UUID) -> HttpResponse:
    parcel = parcels.parcel(seller.id, parcel_id)
    fulfilment.hand_over(parcel_id=parcel_id, actor=who.actor(seller))
    messages.success(request, _("Handed over. The customer knows that it is on its way."))
    return redirect("seller_order", order_id=parcel.order_id)


@require_http_methods(["POST"])
@who.for_seller
def number(request: SellerRequest, seller: SellerView, order_id: UUID) -> HttpResponse:
    form = NumberForm(request.POST)
    if form.is_valid():
        form.attempt(fulfilment.type_number, order_id=order_id, actor=who.actor(seller), **form.cleaned_data)
    if not form.is_valid():
        return _order(request, seller, order_id, form)
    messages.success(request, _("Handed over. The customer sees the carrier and the number."))
    return redirect("seller_order", order_id=order_id)


@require_POST
@who.for_seller
def cancel(request: SellerRequest, seller: SellerView, order_id: UUID) -> HttpResponse:
    form = CancelForm(request.POST)
    if form.is_valid():
        form.attempt(
            operations.cancel, order_id=order_id, actor=who.actor(seller), reason=form.cleaned_data["reason"]
        )
    if not form.is_valid():
        return _order(request, seller, order_id, form)
    messages.success(request, _("Cancelled. The customer gets the money back."))
    return redirect("seller_order", order_id=order_id)


@require_GET
@who.for_seller
def label(request: SellerRequest, seller: SellerView, parcel_id: UUID) -> HttpResponse:
    return _pdf(parcels.label_pdf(seller.id, parcel_id), f"label-{parcel_id}.pdf")


@require_GET
@who.for_seller
def labels(request: SellerRequest, seller: SellerView) -> HttpResponse:
    chosen = _chosen(request.GET.getlist("parcel"))
    if not chosen:
        messages.info(request, _("Tick the orders that are packed."))
        return redirect(f"{reverse('seller_orders')}?status=packed")
    return _pdf(parcels.labels_pdf(seller.id, chosen), "labels.pdf")


def _chosen(sent: list[str]) -> list[UUID]:
    """Ids that were ticked, each once.  Raises NotFound for what is none."""
    ids = [params.uuid_or_none({"id": text}, "id") for text in sent[:MOST_AT_ONCE]]
    if not all(ids):
        raise NotFound
    return list(dict.fromkeys(each for each in ids if each))


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )  # fmt: skip
