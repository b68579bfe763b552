"""What was bought: where it is, where its money is, what can be done now, what it was like."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pasar.finance.escrow import queries as escrow
from pasar.kernel.errors import NotFound
from pasar.market.basket.rules import Owner
from pasar.market.fulfilment import queries as fulfilment
from pasar.market.media import operations as media
from pasar.market.orders import operations, queries, rules
from pasar.market.reviews import operations as reviews
from pasar.market.reviews import queries as review_pages
from pasar.storefront.account import who
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.orders import story
from pasar.storefront.orders.again import put_in_basket
from pasar.storefront.orders.forms import CancelForm, ReviewForm
from pasar.ui.forms import form_page, posted
from pasar.ui.params import uuid_or_none
from pasar.ui.words import parcel_state

TABS = {
    "": (gettext_lazy("All"), ()),
    "to-pay": (gettext_lazy("To pay"), (rules.AWAITING_PAYMENT,)),
    "to-ship": (gettext_lazy("Being prepared"), (rules.TO_SHIP, rules.PACKED)),
    "on-the-way": (gettext_lazy("On the way"), (rules.SHIPPED, rules.DELIVERY_FAILED)),
    "delivered": (gettext_lazy("Delivered"), (rules.DELIVERED,)),
    "done": (gettext_lazy("Completed"), (rules.COMPLETED,)),
    "ended": (gettext_lazy("Cancelled"), (rules.CANCELLED, rules.RETURNED)),
}


@require_GET
def orders(request: VisitorRequest) -> HttpResponse:
    customer = who.require_customer(request)
    tab = request.GET.get("show", "")
    if tab not in TABS:
        raise NotFound
    after = uuid_or_none(request.GET, "after")
    found = queries.customer_orders(customer, status=TABS[tab][1] or None, after=after)
    counts = queries.customer_counts(customer)
    tabs = [
        {"key": key, "label": label, "count": sum(counts.get(each, 0) for each in statuses)}
        for key, (label, statuses) in TABS.items()
    ]
    context = {
        "orders": found,
        "tabs": tabs,
        "tab": tab,
        "older": found[-1].id if len(found) == queries.pages.PAGE else None,
    }
    return render(request, "storefront/orders/orders.html", context)


@require_GET
def order(request: VisitorRequest, order_id: UUID) -> HttpResponse:
    customer = who.require_customer(request)
    found = queries.order_page(customer, order_id)
    fragment = request.headers.get("HX-Request")
    template = "storefront/orders/_order.html" if fragment else "storefront/orders/order.html"
    return render(request, template, _context(request, customer, found))


def _context(request: VisitorRequest, customer: int, found: queries.OrderPage) -> dict[str, Any]:
    actor = _actor(customer)
    parcels = fulfilment.parcels(found.id)
    return {
        "order": found,
        "story": story.tell(found, request.country, request.language),
        "happenings": story.happenings(queries.timeline(found.id), parcels, parcel_state),
        "parcels": parcels,
        "trace": queries.price_trace(found),
        "hold": escrow.hold_of(found.id),
        "may_confirm": found.may("complete", actor)
        or (found.status == rules.SHIPPED and found.may("deliver", actor)),
        "may_cancel": found.may("cancel", actor),
        "may_extend": found.status == rules.DELIVERED and not found.extended,
        "to_review": review_pages.to_review(customer, found.id) if found.status == rules.COMPLETED else [],
    }


@require_POST
def order_confirm(request: VisitorRequest, order_id: UUID) -> HttpResponse:
    """The customer has everything and is content: the shop is paid."""
    customer = who.require_customer(request)
    # A second tap on the same button finds it done.
    if queries.order_page(customer, order_id).status != rules.COMPLETED:
        operations.confirm(order_id=order_id, actor=_actor(customer))
    messages.success(request, _("Thank you! The shop gets its money now."))
    return redirect("order", order_id)


@require_POST
def order_extend(request: VisitorRequest, order_id: UUID) -> HttpResponse:
    customer = who.require_customer(request)
    operations.extend(order_id=_own(customer, order_id), actor=_actor(customer))
    messages.success(request, _("You have more time to check it. The shop waits for its money so long."))
    return redirect("order", order_id)


@require_http_methods(["GET", "POST"])
def order_cancel(request: VisitorRequest, order_id: UUID) -> HttpResponse:
    """Give an order up before it is packed, and say why."""
    customer = who.require_customer(request)
    found = queries.order_page(customer, order_id)
    form = CancelForm(posted(request))
    if form.is_valid():
        operations.cancel(order_id=order_id, actor=_actor(customer), reason=form.cleaned_data["reason"])
        messages.success(request, _("The order is cancelled."))
        return redirect("order", order_id)
    return form_page(
        request, "storefront/orders/cancel.html", form, order=found, may=found.may("cancel", _actor(customer))
    )


@require_POST
def order_again(request: VisitorRequest, order_id: UUID) -> HttpResponse:
    customer = who.require_customer(request)
    found = queries.order_page(customer, order_id)
    missing = put_in_basket(request.country.key, Owner(customer_id=customer), found.lines)
    for title in missing:
        messages.error(request, _("Not to be had any more: %(title)s") % {"title": title})
    if len(missing) < len(found.lines):
        messages.success(request, _("It is in your basket."))
    return redirect("basket")


@require_GET
def receipt(request: VisitorRequest, order_id: UUID) -> HttpResponse:
    found = queries.order_page(who.require_customer(request), order_id)
    context = {"order": found, "trace": queries.price_trace(found)}
    return render(request, "storefront/orders/receipt.html", context)


@require_http_methods(["GET", "POST"])
def review(request: VisitorRequest, order_id: UUID) -> HttpResponse:
    """One form for each thing of the order that has no review yet."""
    customer = who.require_customer(request)
    found = queries.order_page(customer, order_id)
    waiting = review_pages.to_review(customer, order_id)
    sent = request.POST.get("line", "")
    forms = []
    for line in waiting:
        data, files = (request.POST, request.FILES) if str(line.id) == sent else (None, None)
        forms.append((line, ReviewForm(data, files, auto_id=f"{line.id}-%s")))
    chosen = next(((line, form) for line, form in forms if str(line.id) == sent), None)
    if request.method == "POST" and chosen is None:
        raise NotFound
    if chosen is not None and chosen[1].is_valid():
        line, form = chosen
        pictures = [
            form.attempt(
                media.accept, country=request.country.key, owner=f"customer:{customer}", file=file, purpose="review"
            )
            for file in form.cleaned_data["pictures"]
        ]  # fmt: skip
        if not form.errors:
            form.attempt(
                reviews.write, customer_id=customer, line_id=line.id, rating=int(form.cleaned_data["rating"]),
                text=form.cleaned_data["text"], pictures=pictures,
            )  # fmt: skip
        if not form.errors:
            messages.success(request, _("Thank you. Your review helps others choose."))
            return redirect("review" if len(waiting) > 1 else "order", order_id)
    return form_page(
        request,
        "storefront/orders/review.html",
        chosen[1] if chosen else ReviewForm(),
        order=found,
        forms=forms,
    )


def _own(customer: int, order_id: UUID) -> UUID:
    """The order's id, once it is sure that it is this customer's.  Raises NotFound."""
    return queries.order_page(customer, order_id).id


def _actor(customer: int) -> str:
    return f"customer:{customer}"
