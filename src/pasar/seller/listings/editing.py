"""Writing a listing: the category first, then everything on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasar.kernel.ids import ListingId, SellerId
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.queries import Category, EditableListing
from pasar.market.catalogue.rules import ListingDraft
from pasar.market.sellers.queries import SellerView
from pasar.market.stock import queries as stock
from pasar.seller import who
from pasar.seller.listings import pictures, rules, saving, variants
from pasar.seller.listings.forms import ListingForm, axis_choices
from pasar.seller.listings.variants import Table
from pasar.seller.who import SellerRequest

FIRST_UNIT = {"weight_g": 500, "length_cm": 20, "width_cm": 15, "height_cm": 10}


@require_http_methods(["GET", "POST"])
@who.for_seller
def new(request: SellerRequest, seller: SellerView) -> HttpResponse:
    category = catalogue.find_category(request.GET.get("category", "")[:120])
    if category is None or not category.is_leaf:
        return _choose_category(request, category)
    return _edit(request, seller, category, None)


@require_http_methods(["GET", "POST"])
@who.for_seller
def edit(request: SellerRequest, seller: SellerView, listing_id: int) -> HttpResponse:
    listing = catalogue.seller_listing(SellerId(seller.id), ListingId(listing_id))
    wanted = request.GET.get("category", "")[:120] or listing.category_path
    category = catalogue.find_category(wanted)
    if category is None or not category.is_leaf:
        return _choose_category(request, category, listing)
    return _edit(request, seller, category, listing)


def _choose_category(
    request: SellerRequest, category: Category | None, listing: EditableListing | None = None
) -> HttpResponse:
    typed = " ".join(request.GET.get("q", "")[:60].split())
    language = request.language
    found = (
        [leaf for leaf in catalogue.leaves() if typed.casefold() in leaf.name(language).casefold()]
        if typed
        else []
    )
    return who.page(
        request, "listings/category.html", listing=listing, q=typed,
        here=category,
        trail=[(each.path, each.name(language)) for each in (catalogue.trail(category.path) if category else ())],
        choices=[(each, each.name(language)) for each in (category.children if category else catalogue.categories())],
        found=[
            (leaf, " › ".join(step.name(language) for step in catalogue.trail(leaf.path))) for leaf in found[:20]
        ],
    )  # fmt: skip


def _edit(
    request: SellerRequest, seller: SellerView, category: Category, listing: EditableListing | None
) -> HttpResponse:
    country, language = request.country, request.language
    posted = request.method == "POST"
    saving_it = posted and "table" not in request.POST
    many = listing is not None and sum(sku.active for sku in listing.skus) > rules.MOST_ROWS
    many = many or (listing is not None and len(listing.axes) > 2)
    form = ListingForm(
        request.POST if saving_it else None,
        initial=request.POST.dict() if posted else _first(listing, country.languages),
        country=country, language=language, category=category,
    )  # fmt: skip
    kept_table = _stored_table(listing, request)
    table = variants.sent(request.POST, kept_table.axes) if posted and not many else kept_table
    stored = list(listing.pictures) if listing else []
    kept = pictures.kept(request, seller, stored) if posted else stored
    if posted:
        kept += pictures.accepted(request, seller, form, pictures.MOST - len(kept)) if saving_it else []
    if saving_it and form.is_valid():
        listing_id = _save(request, seller, form, table, kept, listing, many)
        if listing_id is not None:
            return redirect("seller_preview", listing_id=listing_id)
    for number, wrong in form.row_errors.items():
        if number < len(table.rows):
            table.rows[number].errors |= wrong
    return who.page(
        request, "listings/_variants.html" if _fragment(request) else "listings/edit.html", form,
        listing=listing, category=category, table=table, many=many,
        rows=[(number, row, variants.key(row)) for number, row in enumerate(table.rows)],
        trail=" › ".join(each.name(language) for each in catalogue.trail(category.path)),
        axis_choices=axis_choices(category, language, listing.axes if listing else ()),
        axis_names=[catalogue.axis_name(key, language) for key in table.chosen],
        pictures=pictures.shown(kept), room=max(pictures.MOST - len(kept), 0),
    )  # fmt: skip


def _fragment(request: SellerRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "table" in request.POST


def _save(
    request: SellerRequest, seller: SellerView, form: ListingForm, table: Table, kept: list[Any],
    listing: EditableListing | None, many: bool,
) -> int | None:  # fmt: skip
    """The id of the saved listing, or None with what is wrong in form and table."""
    titles = form.words("title")
    size = tuple(form.cleaned_data[f"{side}_cm"] for side in ("length", "width", "height"))
    skus = variants.as_stored(listing) if many and listing else variants.drafts(
        table, country=request.country, title=titles.get(form.main, ""), listing=listing,
        unit={"weight_g": form.cleaned_data["weight_g"], "size_cm": size},
    )  # fmt: skip
    if table.wrong:
        form.add_error(None, table.error or _("Please look at the variants marked below."))
        return None
    draft = ListingDraft(
        category_path=form.category.path, titles=titles,
        descriptions={tag: rules.written(text) for tag, text in form.words("description").items()},
        brand=form.cleaned_data["brand"], attributes=form.attributes(listing.attributes if listing else {}),
        pictures=kept, skus=skus,
    )  # fmt: skip
    listing_id = form.attempt(
        saving.save, seller=seller, listing_id=listing.id if listing else None, draft=draft,
        on_hand={} if many else variants.counted(table.rows), publish="publish" in request.POST,
    )  # fmt: skip
    if listing_id is not None:
        messages.success(request, _("It is on sale.") if "publish" in request.POST else _("Saved."))
    return listing_id


def _first(listing: EditableListing | None, languages: tuple[str, ...]) -> dict[str, Any]:
    """What the form shows at first."""
    if listing is None:
        return dict(FIRST_UNIT)
    unit = next((sku for sku in listing.skus if sku.active), None)
    first: dict[str, Any] = {"brand": listing.brand, **FIRST_UNIT}
    if unit is not None:
        first |= {"weight_g": unit.weight_g, **dict(zip(list(FIRST_UNIT)[1:], unit.size_cm, strict=True))}
    for tag in languages:
        first[f"title_{tag}"] = listing.titles.get(tag, "")
        first[f"description_{tag}"] = rules.editable(listing.descriptions.get(tag, ""))
    for key, value in listing.attributes.items():
        first[f"attr-{key}"] = value[0] if isinstance(value, list) and value else value
    return first


def _stored_table(listing: EditableListing | None, request: SellerRequest) -> Table:
    if listing is None:
        return Table([("", ""), ("", "")], [rules.Row(())])
    levels = stock.levels([sku.id for sku in listing.skus if sku.active])
    return variants.stored(listing, {level.sku_id: level.on_hand for level in levels}, request.country)
