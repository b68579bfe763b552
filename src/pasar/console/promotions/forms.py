"""The form of the platform's promotions: what sellers' promotions say too, who pays, and why."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pasar.console.staff import ConsoleRequest
from pasar.finance.payments.methods import methods
from pasar.kernel import clock
from pasar.kernel.errors import NotFound
from pasar.market.catalogue import queries as catalogue
from pasar.market.promotions import words
from pasar.market.promotions.kinds import CONDITIONS, PromotionKind, kinds
from pasar.market.promotions.operations.making import Draft
from pasar.market.promotions.queries import PromotionView
from pasar.market.promotions.shapes import AUTOMATIC, CLASSES, PLATFORM_CLASSES
from pasar.ui.promoting import PromotionForm
from pasar.ui.terms import Choices, RateField

LASTS = timedelta(days=7)


class PlatformForm(PromotionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seller_share_bps"] = RateField(
            label=_("Sellers bear"), least=0, required=False, help_text=_("The platform bears the rest.")
        )
        self.fields["reason"] = forms.CharField(
            label=_("Why"), max_length=200, help_text=_("It is kept in the audit trail.")
        )

    def draft(self) -> Draft:
        typed = self.cleaned_data
        return Draft(
            name=typed["name"], terms=self.terms(), starts_at=typed["starts_at"], ends_at=typed["ends_at"],
            seller_share_bps=typed["seller_share_bps"] or 0, quota=typed["quota"],
            per_customer=typed["per_customer"], budget_minor=typed["budget_minor"],
        )  # fmt: skip


def platform_kinds() -> list[PromotionKind]:
    """Kinds that the platform can give, vouchers first."""
    found = [each for each in kinds().values() if each.classes & PLATFORM_CLASSES]
    return sorted(found, key=lambda each: (AUTOMATIC in each.classes, each.key))


def kind_of(key: str) -> PromotionKind:
    """Raises NotFound for a kind that is none of the platform's."""
    found = kinds().get(key)
    if found is None or not found.classes & PLATFORM_CLASSES:
        raise NotFound
    return found


def classes_of(kind: PromotionKind) -> list[str]:
    """The classes that a promotion of this kind may have here, as they are worked out."""
    return [key for key in CLASSES if key in kind.classes & PLATFORM_CLASSES]


def new_form(request: ConsoleRequest, kind: PromotionKind) -> PlatformForm:
    at = clock.now().replace(second=0, microsecond=0)
    classes = classes_of(kind)
    return PlatformForm(
        request.POST if request.method == "POST" else None,
        country=request.country, declared=(*kind.fields, *CONDITIONS), choices=_choices(request),
        classes=[(key, str(words.CLASS_NAMES[key])) for key in classes], voucher=AUTOMATIC not in classes,
        initial={
            "starts_at": at, "ends_at": at + LASTS, "per_customer": None if AUTOMATIC in classes else 1,
            "seller_share_bps": 0,
        },
    )  # fmt: skip


def change_form(request: ConsoleRequest, kind: PromotionKind, view: PromotionView) -> PlatformForm:
    told = view.promotion
    return PlatformForm(
        request.POST if request.method == "POST" else None,
        country=request.country, declared=(*kind.fields, *CONDITIONS), choices=_choices(request), classes=(),
        voucher=told.class_key != AUTOMATIC, changing=True, terms=told.terms,
        initial={
            "name": told.name, "starts_at": told.starts_at, "ends_at": told.ends_at, "quota": view.quota,
            "per_customer": told.per_customer, "budget_minor": view.budget_minor,
            "seller_share_bps": told.seller_share_bps,
        },
    )  # fmt: skip


def _choices(request: ConsoleRequest) -> dict[str, Choices]:
    tree = catalogue.categories(request.country.key)
    return {
        "categories": [(node.path, node.name(request.language)) for node in tree],
        "methods": [(key, str(methods()[key].name)) for key in request.country.payment_methods],
    }
