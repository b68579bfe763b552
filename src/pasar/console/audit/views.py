"""Who of the staff did what to what, and why."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pasar.console.frame import page, render
from pasar.console.people import names
from pasar.console.staff import ConsoleRequest, Staff
from pasar.countries import Country
from pasar.kernel import audit
from pasar.ui import params

PAGE = 50


@page("audit")
def trail(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    after, target = params.number_or_none(request.GET, "after"), request.GET.get("target", "").strip()[:120]
    entries = audit.entries([venture.key], target=target, after=after, size=PAGE)
    people = names(entry.actor for entry in entries)
    return render(
        request, "console/audit.html", _("Audit trail"),
        entries=entries, people=people, target=target,
        more=entries[-1].id if len(entries) == PAGE else None,
    )  # fmt: skip
