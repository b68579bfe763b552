"""A shop's vouchers and offers. Whose they are is said by the session, never by the request."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pasar.kernel import clock
from pasar.market.promotions import operations, queries
from pasar.market.promotions.kinds import PromotionKind
from pasar.market.promotions.shapes import AUTOMATIC, SHOP_CLASSES
from pasar.market.sellers.queries import SellerView
from pasar.seller import who
from pasar.seller.vouchers import asking
from pasar.seller.vouchers.rows import row
from pasar.seller.who import SellerRequest
from pasar.ui import params

PAGE = 20


@require_GET
@who.for_seller
def vouchers(request: SellerRequest, seller: SellerView) -> HttpResponse:
    found = queries.of_seller(
        seller.country, seller.id, before=params.number_or_none(request.GET, "before"), size=PAGE
    )
    at = clock.now()
    return who.page(
        request, "vouchers/vouchers.html", rows=[row(each, request.country, request.language, at) for each in found],
        next=found[-1].promotion.id if len(found) == PAGE else None,
    )  # fmt: skip


@require_GET
@who.for_seller
def choose(request: SellerRequest, seller: SellerView) -> HttpResponse:
    kinds = [(kind, kind.reward, AUTOMATIC in kind.classes) for kind in asking.own_kinds()]
    return who.page(request, "vouchers/choose.html", kinds=kinds)


@require_http_methods(["GET", "POST"])
@who.for_seller
def new(request: SellerRequest, seller: SellerView, kind_key: str) -> HttpResponse:
    kind = asking.kind_of(kind_key)
    form = asking.new_form(request, seller, kind)
    if form.is_saving and form.is_valid():
        typed = form.cleaned_data
        made = form.attempt(
            operations.create,
            country=seller.country, kind=kind.key, class_key=typed.get("class_key") or _only_class(kind),
            draft=asking.draft(form), actor=who.actor(seller), seller_id=seller.id, code=typed.get("code") or None,
            listed=typed.get("listed", True),
        )  # fmt: skip
        if made:
            messages.success(request, _("Your customers can see it from its first minute on."))
            return redirect("seller_voucher", promotion_id=made)
    return who.page(request, "vouchers/edit.html", form, kind=kind)


@require_http_methods(["GET", "POST"])
@who.for_seller
def voucher(request: SellerRequest, seller: SellerView, promotion_id: int) -> HttpResponse:
    """One of them with what it did so far; changed by the same form, which makes its next version."""
    view = queries.promotion(seller.country, promotion_id, seller_id=seller.id)
    kind = asking.kind_of(view.promotion.kind)
    form = asking.change_form(request, seller, kind, view)
    if form.is_saving and form.is_valid():
        version = form.attempt(
            operations.change,
            country=seller.country, promotion_id=promotion_id, draft=asking.draft(form), actor=who.actor(seller),
            seller_id=seller.id,
        )  # fmt: skip
        if version:
            messages.success(request, _("Changed. Orders that were placed keep what they were promised."))
            return redirect("seller_voucher", promotion_id=promotion_id)
    shown = row(view, request.country, request.language, clock.now())
    return who.page(request, "vouchers/edit.html", form, kind=kind, row=shown)


@require_POST
@who.for_seller
def end(request: SellerRequest, seller: SellerView, promotion_id: int) -> HttpResponse:
    operations.end(
        country=seller.country, promotion_id=promotion_id, actor=who.actor(seller), seller_id=seller.id
    )
    messages.success(request, _("It has ended. Orders that were placed keep it."))
    return redirect("seller_voucher", promotion_id=promotion_id)


def _only_class(kind: PromotionKind) -> str:
    [key] = kind.classes & SHOP_CLASSES
    return key
