"""The market's clock, in a sandbox: wound forward by an operator, and what deadlines then did."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasar.console.frame import done, page, reason_in, render
from pasar.console.people import names
from pasar.console.staff import ConsoleRequest, Staff
from pasar.countries import Country
from pasar.kernel import audit
from pasar.kernel import clock as market_clock
from pasar.kernel.errors import Invalid, NotFound
from pasar.market.orders import queries as orders

SPANS = {
    "hour": (gettext_lazy("1 hour"), timedelta(hours=1)),
    "half_day": (gettext_lazy("12 hours"), timedelta(hours=12)),
    "day": (gettext_lazy("1 day"), timedelta(days=1)),
    "three_days": (gettext_lazy("3 days"), timedelta(days=3)),
    "week": (gettext_lazy("1 week"), timedelta(days=7)),
}


@page("sandbox")
def clock(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    _only_in_a_sandbox()
    winds = audit.entries(staff.ventures, target="clock:1", size=5)
    return render(
        request, "console/clock.html", _("Clock"),
        now=market_clock.now(), spans=SPANS, ahead=orders.ahead(venture.key),
        steps=orders.automatic_steps(venture.key), winds=winds,
        people=names(each.actor for each in winds),
    )  # fmt: skip


@page("sandbox", posts=True)
def wind(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    """Move the clock of all ventures forward; it never goes back."""
    _only_in_a_sandbox()
    if request.POST.get("by") not in SPANS:
        raise Invalid(field="by")
    label, span = SPANS[request.POST["by"]]
    with transaction.atomic():
        now = market_clock.wind(span)
        audit.record(
            country=venture.key, actor=staff.actor, action="clock.wind", target="clock:1", reason=reason_in(request),
            data={"seconds": int(span.total_seconds()), "now": now},
        )  # fmt: skip
    return done(
        request, _("The clock was wound forward by %(span)s. Deadlines act within seconds.") % {"span": label},
        "console_clock",
    )  # fmt: skip


def _only_in_a_sandbox() -> None:
    if not settings.SANDBOX:
        raise NotFound
