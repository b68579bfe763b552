"""The shop's settings."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasar.countries import formats
from pasar.finance.payouts import queries as payouts
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as persons
from pasar.market.media import operations as media
from pasar.market.sellers import operations as sellers
from pasar.market.sellers import queries
from pasar.market.sellers.operations.keeping import KEEP
from pasar.market.sellers.queries import SellerView, ShopView
from pasar.seller import places, who
from pasar.seller.shop.forms import AccountForm, MemberForm, ShopLookForm, WarehouseForm
from pasar.seller.who import SellerRequest

PICTURES = ("logo", "banner")


@require_http_methods(["GET", "POST"])
@who.for_seller
def shop(request: SellerRequest, seller: SellerView) -> HttpResponse:
    found = queries.shop_of(seller.id)
    assert found is not None
    first = {
        name: getattr(found, name) for name in ("name", "tagline", "description", "dispatch_days", "paused")
    }
    form = ShopLookForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid() and _save(form, seller, found):
        messages.success(request, _("Your shop is up to date."))
        return redirect("seller_shop")
    return who.page(
        request, "shop/shop.html", form, shop=found, warehouse=queries.warehouse_of(seller.id),
        account=payouts.account(seller.id),
    )  # fmt: skip


def _save(form: ShopLookForm, seller: SellerView, shop: ShopView) -> bool:
    values: dict[str, Any] = {
        name: form.cleaned_data[name]
        for name in ("name", "tagline", "description", "dispatch_days", "paused")
    }
    for name in PICTURES:
        values[name] = None if form.cleaned_data[f"remove_{name}"] else KEEP
        if file := form.cleaned_data[name]:
            values[name] = form.attempt(
                media.accept, country=shop.country, owner=who.actor(seller), file=file, purpose=name
            )
            if not form.is_valid():
                form.add_error(name, form.non_field_errors())
    if form.is_valid():
        form.attempt(sellers.update_shop, seller_id=seller.id, actor=who.actor(seller), **values)
    return form.is_valid()


@require_http_methods(["GET", "POST"])
@who.for_seller
def warehouse(request: SellerRequest, seller: SellerView) -> HttpResponse:
    where = queries.warehouse_of(seller.id)
    chain, saving = places.chain(request, where.area_code), places.is_saving(request)
    first = {name: getattr(where, name) for name in ("name", *places.PARTS)}
    first["phone"] = formats.phone_text(where.phone, request.country)
    form = WarehouseForm(
        request.POST if saving else None, initial=places.sent(request) if request.method == "POST" else first,
        country=request.country, language=request.language,
    )  # fmt: skip
    if saving and form.is_valid():
        form.attempt(
            sellers.save_warehouse, seller_id=seller.id, name=form.cleaned_data["name"],
            phone=form.cleaned_data["phone"], address=places.told(form, chain), language=request.language,
        )  # fmt: skip
        if form.is_valid():
            messages.success(request, _("Parcels are picked up at the new address from now on."))
            return redirect("seller_shop")
    return who.page(request, "shop/warehouse.html", form, chain=chain)


@require_http_methods(["GET", "POST"])
@who.for_seller
def account(request: SellerRequest, seller: SellerView) -> HttpResponse:
    person = request.user
    assert person.is_authenticated  # the decorator lets nobody else in
    asks = person.has_usable_password()
    form = AccountForm(request.POST or None, country=request.country, asks_password=asks)
    if request.method == "POST" and form.is_valid():
        if asks:
            form.attempt(
                identity.authenticate,
                target=person.email or person.phone,
                password=form.cleaned_data["password"],
                source=request.META.get("REMOTE_ADDR", ""),
            )
        if form.is_valid():
            form.attempt(
                sellers.set_payout_account, seller_id=seller.id, bank_code=form.cleaned_data["bank_code"],
                number=form.cleaned_data["number"], holder=form.cleaned_data["holder"], actor=who.actor(seller),
            )  # fmt: skip
        if form.is_valid():
            messages.success(request, _("Your next payout goes to the new account."))
            return redirect("seller_shop")
    return who.page(request, "shop/account.html", form, account=payouts.account(seller.id))


@require_http_methods(["GET", "POST"])
@who.for_seller
def people(request: SellerRequest, seller: SellerView) -> HttpResponse:
    form = MemberForm(request.POST or None, country=request.country)
    if request.method == "POST" and form.is_valid():
        form.attempt(
            sellers.add_member,
            seller_id=seller.id,
            target=form.cleaned_data["target"],
            actor=who.actor(seller),
        )
        if form.is_valid():
            messages.success(request, _("They can work in your shop now."))
            return redirect("seller_people")
    members = queries.members(seller.id)
    known = persons.people(each.person_id for each in members)
    rows = [(known[each.person_id], each.role) for each in members if each.person_id in known]
    return who.page(request, "shop/people.html", form, people=rows)


@require_POST
@who.for_seller
def person_remove(request: SellerRequest, seller: SellerView, person_id: int) -> HttpResponse:
    sellers.remove_member(seller_id=seller.id, person_id=person_id, actor=who.actor(seller))
    messages.success(request, _("They no longer work in your shop."))
    return redirect("seller_people")
