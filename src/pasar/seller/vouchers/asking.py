"""What a shop is asked for, by kind: the kind's terms and the usual conditions, with its own goods to choose from."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pasar.countries import Country
from pasar.finance.payments.methods import methods
from pasar.kernel import clock
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import SellerId
from pasar.market.catalogue import queries as catalogue
from pasar.market.promotions import words
from pasar.market.promotions.kinds import CONDITIONS, Field, PromotionKind, kinds
from pasar.market.promotions.operations.making import Draft
from pasar.market.promotions.queries import PromotionView
from pasar.market.promotions.shapes import AUTOMATIC, CLASSES, SHOP_CLASSES
from pasar.market.sellers.queries import SellerView
from pasar.seller.who import SellerRequest
from pasar.ui.promoting import PromotionForm
from pasar.ui.terms import Choices

LASTS = timedelta(days=7)
"""What a new one is proposed to last."""
NOT_ASKED = frozenset({"shops"})
"""Conditions that make no sense within one shop."""
FOLDED = frozenset(each.key for each in CONDITIONS) - {"minimum_minor"}
LISTING_PAGES = 2


def own_kinds() -> list[PromotionKind]:
    """Kinds that a shop can make, vouchers first."""
    found = [each for each in kinds().values() if each.classes & SHOP_CLASSES]
    return sorted(found, key=lambda each: (AUTOMATIC in each.classes, each.key))


def kind_of(key: str) -> PromotionKind:
    """Raises NotFound for a kind that is none of a shop's."""
    found = kinds().get(key)
    if found is None or not found.classes & SHOP_CLASSES:
        raise NotFound
    return found


def new_form(request: SellerRequest, seller: SellerView, kind: PromotionKind) -> PromotionForm:
    at = clock.now().replace(second=0, microsecond=0)
    # The one that counts for the whole shop first: it is what most want.
    classes = [key for key in reversed(CLASSES) if key in kind.classes & SHOP_CLASSES]
    return PromotionForm(
        request.POST if request.method == "POST" else None,
        country=request.country, declared=_asked(kind), choices=_choices(request, seller), folded=FOLDED,
        classes=[(key, str(words.CLASS_NAMES[key])) for key in classes], voucher=AUTOMATIC not in classes,
        initial={"starts_at": at, "ends_at": at + LASTS, "per_customer": None if AUTOMATIC in classes else 1},
    )  # fmt: skip


def change_form(
    request: SellerRequest, seller: SellerView, kind: PromotionKind, view: PromotionView
) -> PromotionForm:
    told = view.promotion
    return PromotionForm(
        request.POST if request.method == "POST" else None,
        country=request.country, declared=_asked(kind), choices=_choices(request, seller), folded=FOLDED,
        classes=(), voucher=told.class_key != AUTOMATIC, changing=True, terms=told.terms,
        initial={
            "name": told.name, "starts_at": told.starts_at, "ends_at": told.ends_at, "quota": view.quota,
            "per_customer": told.per_customer, "budget_minor": view.budget_minor,
        },
    )  # fmt: skip


def draft(form: PromotionForm) -> Draft:
    typed: Mapping[str, Any] = form.cleaned_data
    return Draft(
        name=typed["name"], terms=form.terms(), starts_at=typed["starts_at"], ends_at=typed["ends_at"],
        quota=typed["quota"], per_customer=typed["per_customer"], budget_minor=typed["budget_minor"],
    )  # fmt: skip


def _asked(kind: PromotionKind) -> tuple[Field, ...]:
    return (*kind.fields, *(each for each in CONDITIONS if each.key not in NOT_ASKED))


def _choices(request: SellerRequest, seller: SellerView) -> dict[str, Choices]:
    tree = catalogue.categories(seller.country)
    return {
        "listings": _listings(request, seller),
        "categories": [(node.path, node.name(request.language)) for node in tree],
        "methods": methods_of(request.country),
    }


def methods_of(country: Country) -> Choices:
    return [(key, str(methods()[key].name)) for key in country.payment_methods]


def _listings(request: SellerRequest, seller: SellerView) -> Choices:
    """The shop's newest listings on sale; older ones that a promotion names stay chosen."""
    found: list[tuple[int, str]] = []
    after = 0
    for _page in range(LISTING_PAGES):
        page = catalogue.seller_listings(
            SellerId(seller.id), "published", after, country=seller.country, language=request.language
        )
        found += [(int(each.id), each.title) for each in page.listings]
        after = page.next
        if not after:
            break
    return found
