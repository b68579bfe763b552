"""What only a market for trying out has: the messages it would have sent, and a clock that can be wound forward."""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from pasar.kernel import audit, clock
from pasar.kernel.errors import Forbidden, Invalid, SignInNeeded
from pasar.market.identity import queries as people
from pasar.market.messages import queries as letters
from pasar.storefront.account.who import VisitorRequest
from pasar.ui.params import uuid_or_none

SPANS = {
    "hour": (gettext_lazy("1 hour"), timedelta(hours=1)),
    "half-day": (gettext_lazy("12 hours"), timedelta(hours=12)),
    "day": (gettext_lazy("1 day"), timedelta(days=1)),
    "three-days": (gettext_lazy("3 days"), timedelta(days=3)),
    "week": (gettext_lazy("1 week"), timedelta(days=7)),
}


@require_GET
def mailbox(request: VisitorRequest) -> HttpResponse:
    """Every message of this venture, whoever it went to: here nothing leaves the machine."""
    to = request.GET.get("to", "").replace("\0", "")[:254]
    found = letters.mailbox(request.country.key, uuid_or_none(request.GET, "after"), to)
    older = found[-1].id if len(found) == letters.PAGE else None
    return render(request, "storefront/sandbox/mailbox.html", {"letters": found, "to": to, "older": older})


@require_http_methods(["GET", "POST"])
def wind(request: VisitorRequest) -> HttpResponse:
    """The market's clock: an operator of the sandbox winds it forward, for all ventures at once."""
    if not request.user.is_authenticated:
        raise SignInNeeded
    if not any(role == "operator" for _country, role in people.roles(request.user.pk)):
        raise Forbidden
    if request.method == "POST":
        if request.POST.get("by") not in SPANS:
            raise Invalid(field="by")
        label, span = SPANS[request.POST["by"]]
        with transaction.atomic():
            now = clock.wind(span)
            audit.record(
                country=request.country.key, actor=f"person:{request.user.pk}", action="clock.wind", target="clock:1",
                data={"seconds": int(span.total_seconds()), "now": now},
            )  # fmt: skip
        messages.success(request, _("The clock was wound forward by %(span)s.") % {"span": label})
        return redirect("clock")
    return render(request, "storefront/sandbox/clock.html", {"now": clock.now(), "spans": SPANS})
