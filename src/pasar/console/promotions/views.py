"""The promotions desk: what the platform gives, what it has cost so far, and who said so.

Operators and finance look; operators give. What a shop gives is its own: an operator can end it, not change it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from pasar.console.frame import done, page, reason_in, render
from pasar.console.people import names
from pasar.console.promotions import forms
from pasar.console.staff import OPERATOR, ConsoleRequest, Staff
from pasar.countries import Country
from pasar.kernel import clock
from pasar.kernel.errors import Forbidden, Invalid, NotFound
from pasar.market.promotions import operations, queries, words
from pasar.market.promotions.queries import SpendingRow
from pasar.market.promotions.shapes import AUTOMATIC
from pasar.market.sellers import queries as sellers
from pasar.ui import params

PAGE = 50
NEARLY_PERCENT = 80
"""From this part of a budget on, it is marked."""


@dataclass(frozen=True, slots=True)
class Spent:
    """A row of the desk. spent_pct: of its budget, or of its quota where there is no budget."""

    row: SpendingRow
    kind_name: str
    class_name: str
    state: str
    spent_pct: int | None
    nearly: bool

    @property
    def sellers_minor(self) -> int:
        return self.row.spent_minor - self.row.platform_minor


@page("promotions")
def promotions(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    at = clock.now()
    found = queries.spending(venture.key, before=_before(request), size=PAGE)
    return render(
        request, "console/promotions.html", _("Promotions"),
        rows=[_spent(each, at) for each in found], gives=staff.has(venture.key, OPERATOR),
        next=(found[-1].ends_at, found[-1].id) if len(found) == PAGE else None,
    )  # fmt: skip


@page("promotions")
def choose(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    _operator(venture, staff)
    kinds = [(kind, AUTOMATIC in kind.classes) for kind in forms.platform_kinds()]
    return render(request, "console/promotion_kinds.html", _("New promotion"), kinds=kinds)


@page("promotions")
def new(request: ConsoleRequest, venture: Country, staff: Staff, kind_key: str) -> HttpResponse:
    _operator(venture, staff)
    kind = forms.kind_of(kind_key)
    form = forms.new_form(request, kind)
    if form.is_saving and form.is_valid():
        typed = form.cleaned_data
        made = form.attempt(
            operations.create,
            country=venture.key, kind=kind.key, class_key=typed.get("class_key") or forms.classes_of(kind)[0],
            draft=form.draft(), actor=staff.actor, code=typed.get("code") or None, listed=typed.get("listed", True),
            reason=typed["reason"],
        )  # fmt: skip
        if made:
            return done(request, _("Made: it counts from its first minute on."), "console_promotion", made)
    return render(request, "console/promotion_new.html", str(kind.name), form=form, kind=kind)


@page("promotions")
def promotion(request: ConsoleRequest, venture: Country, staff: Staff, promotion_id: int) -> HttpResponse:
    """What it says and said, what it cost; the platform's own can be changed, which makes its next version."""
    view = queries.promotion(venture.key, promotion_id)
    told = view.promotion
    gives = staff.has(venture.key, OPERATOR) and told.ends_at > clock.now()
    form = None
    if gives and told.scope == "platform":
        form = forms.change_form(request, forms.kind_of(told.kind), view)
        if form.is_saving and form.is_valid():
            version = form.attempt(
                operations.change,
                country=venture.key, promotion_id=promotion_id, draft=form.draft(), actor=staff.actor,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            if version:
                return done(request, _("Changed, from now on."), "console_promotion", promotion_id)
    elif request.method == "POST":
        raise Forbidden
    versions = queries.versions(venture.key, promotion_id)
    shop = sellers.sellers([told.seller_id]).get(told.seller_id) if told.seller_id else None
    return render(
        request, "console/promotion.html", told.name,
        view=view, told=told, form=form, gives=gives, versions=versions, shop=shop,
        people=names(each.made_by for each in versions), kind_name=words.kind_name(told.kind),
        class_name=words.CLASS_NAMES[told.class_key], worth=words.worth(told, venture, request.language),
        conditions=words.conditions(told, venture, request.language),
        state=_state(told.starts_at, told.ends_at, clock.now()),
    )  # fmt: skip


@page("promotions", posts=True)
def end(request: ConsoleRequest, venture: Country, staff: Staff, promotion_id: int) -> HttpResponse:
    _operator(venture, staff)
    reason = reason_in(request)
    if not reason:
        raise Invalid(_("Please say why: it is kept in the audit trail."), field="reason")
    operations.end(country=venture.key, promotion_id=promotion_id, actor=staff.actor, reason=reason)
    return done(
        request, _("It has ended. Orders that were placed keep it."), "console_promotion", promotion_id
    )


def _operator(venture: Country, staff: Staff) -> None:
    if not staff.has(venture.key, OPERATOR):
        raise Forbidden


def _spent(row: SpendingRow, at: datetime) -> Spent:
    pct = None
    if row.budget_minor:
        pct = row.spent_minor * 100 // row.budget_minor
    elif row.quota:
        pct = row.used * 100 // row.quota
    return Spent(
        row, words.kind_name(row.kind), str(words.CLASS_NAMES[row.class_key]), _state(row.starts_at, row.ends_at, at),
        pct, pct is not None and pct >= NEARLY_PERCENT,
    )  # fmt: skip


def _state(starts_at: datetime, ends_at: datetime, at: datetime) -> str:
    if ends_at <= at:
        return "ended"
    return "planned" if starts_at > at else "running"


def _before(request: ConsoleRequest) -> tuple[datetime, int] | None:
    """Where the list goes on.  Raises NotFound."""
    last = params.number_or_none(request.GET, "before")
    if last is None:
        return None
    text = request.GET.get("at", "")
    at = parse_datetime(text) if len(text) <= 40 else None
    if at is None or at.tzinfo is None:
        raise NotFound
    return at, last
