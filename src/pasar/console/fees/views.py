"""What the market keeps of a sale: rules by day, proposed by one member of staff and approved by another."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pasar.console.fees.forms import FeeRuleForm
from pasar.console.frame import done, page, render
from pasar.console.people import names
from pasar.console.staff import ConsoleRequest, Staff
from pasar.countries import Country
from pasar.market.sellers import operations, queries


@page("fees")
def fees(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    form = FeeRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.propose_fee_rule(country=venture.key, actor=staff.actor, **form.rule())
        return done(
            request, _("Proposed. Somebody else approves it, then it counts from its day on."), "console_fees"
        )
    rules = queries.fee_rules(venture.key)
    return render(
        request, "console/fees.html", _("Fee rules"), form=form, rules=rules, actor=staff.actor,
        people=names(rule.maker for rule in rules),
    )  # fmt: skip


@page("fees", posts=True)
def approve(request: ConsoleRequest, venture: Country, staff: Staff, rule_id: int) -> HttpResponse:
    operations.approve_fee_rule(country=venture.key, rule_id=rule_id, actor=staff.actor)
    return done(request, _("Approved: it counts from its day on."), "console_fees")
