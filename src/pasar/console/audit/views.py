"""Who of the staff did what to what, and why."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pasar.console.frame import page, render
from pasar.console.staff import ConsoleRequest, Staff
from pasar.countries import Country
from pasar.kernel import audit
from pasar.market.identity import queries as identity

PAGE = 50


@page("audit")
def trail(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    after, target = request.GET.get("after", ""), request.GET.get("target", "").strip()[:120]
    entries = audit.entries(
        [venture.key], target=target, after=int(after) if after.isdecimal() else None, size=PAGE
    )
    ids = [
        int(entry.actor.partition(":")[2])
        for entry in entries
        if entry.actor.startswith("person:") and entry.actor.partition(":")[2].isdecimal()
    ]
    people = {f"person:{person.id}": person.name or person.email for person in identity.people(ids).values()}
    return render(
        request, "console/audit.html", _("Audit trail"),
        entries=[(entry, people.get(entry.actor, entry.actor)) for entry in entries], target=target,
        more=entries[-1].id if len(entries) == PAGE else None,
    )  # fmt: skip
