"""Which vouchers go together here, by the day from which on; a proposed rule counts once somebody else approved it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasar.console.frame import done, page, render
from pasar.console.people import names
from pasar.console.staff import OPERATOR, ConsoleRequest, Staff
from pasar.countries import Country, formats
from pasar.kernel import clock
from pasar.kernel.errors import Forbidden
from pasar.market.promotions import operations, queries, words
from pasar.market.promotions.queries import StackingRuleView


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule in words. in_force: today it is the one that counts."""

    rule: StackingRuleView
    maxima: list[str]
    excludes: list[str]
    gives_back: str
    in_force: bool


@page("promotions")
def stacking(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    rules = queries.stacking_rules(venture.key)
    now = queries.stacking(venture.key, clock.now()).id
    return render(
        request, "console/stacking.html", _("Stacking rules"),
        rules=[_shown(rule, rule.id == now) for rule in rules], actor=staff.actor,
        decides=staff.has(venture.key, OPERATOR), today=formats.day(clock.now(), venture),
        people=names(actor for rule in rules for actor in (rule.maker, rule.approver)),
    )  # fmt: skip


@page("promotions", posts=True)
def approve(request: ConsoleRequest, venture: Country, staff: Staff, rule_id: int) -> HttpResponse:
    if not staff.has(venture.key, OPERATOR):
        raise Forbidden
    operations.approve_stacking_rule(country=venture.key, rule_id=rule_id, actor=staff.actor)
    return done(request, _("Approved: it counts from its day on."), "console_stacking")


def _shown(rule: StackingRuleView, in_force: bool) -> Shown:
    terms = rule.terms
    return Shown(
        rule=rule,
        maxima=[_maximum(each["classes"], each["scope"], each["most"]) for each in terms["maxima"]],
        excludes=[" ≠ ".join(_named(pair)) for pair in terms["excludes"]],
        gives_back={
            "always": _("Vouchers come back when any order that used them is cancelled."),
            "full": _("Vouchers come back when all orders that used them are cancelled."),
            "never": _("Vouchers do not come back."),
        }[terms["gives_back"]],
        in_force=in_force,
    )


def _maximum(classes: Iterable[str], scope: str, most: int) -> str:
    named = ", ".join(_named(classes))
    if scope == "shop":
        said = ngettext("%(n)d for each shop: %(classes)s", "%(n)d for each shop: %(classes)s", most)
    else:
        said = ngettext("%(n)d in a purchase: %(classes)s", "%(n)d in a purchase: %(classes)s", most)
    return said % {"n": most, "classes": named}


def _named(classes: Iterable[str]) -> list[str]:
    return [str(words.CLASS_NAMES[key]) for key in classes]
