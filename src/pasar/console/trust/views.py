"""What visitors reported, by listing, and what is decided about it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pasar.console.frame import done, page, reason_in, render
from pasar.console.people import names
from pasar.console.staff import ConsoleRequest, Staff
from pasar.countries import Country
from pasar.kernel.errors import Invalid
from pasar.kernel.ids import ListingId
from pasar.market.catalogue import queries as catalogue
from pasar.market.trust import operations, queries
from pasar.ui import params

STATES = ("open", "upheld", "dismissed")


@page("trust")
def reports(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    state = request.GET.get("state", "open")
    state = state if state in STATES else "open"
    found = queries.reports(venture.key, state, params.number_or_none(request.GET, "after"))
    cards = catalogue.cards((ListingId(each.listing_id) for each in found), request.language)
    return render(
        request, "console/reports.html", _("Reports"),
        found=found, cards={card.id: card for card in cards}, state_key=state, states=STATES,
        people=names(each.decided_by for each in found),
    )  # fmt: skip


@page("trust", posts=True)
def decide(
    request: ConsoleRequest, venture: Country, staff: Staff, listing_id: int, verb: str
) -> HttpResponse:
    note = reason_in(request)
    if not note:
        raise Invalid(_("Please say why: it is kept in the audit trail."), field="reason")
    upheld = verb == "uphold"
    operations.decide(country=venture.key, listing_id=listing_id, upheld=upheld, actor=staff.actor, note=note)
    said = _("The listing is taken down.") if upheld else _("The listing stays.")
    return done(request, said, "console_reports")
