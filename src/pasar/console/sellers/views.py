"""Sellers: who waits to be let in, who sells, and what is decided about them."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pasar.console.frame import done, page, reason_in, render
from pasar.console.people import names
from pasar.console.staff import OPERATOR, TRUST, ConsoleRequest, Staff
from pasar.countries import Country
from pasar.finance.payouts import queries as payouts
from pasar.finance.settlement import queries as settlement
from pasar.kernel import audit
from pasar.kernel.errors import Forbidden, NotFound
from pasar.market.identity import queries as identity
from pasar.market.orders import queries as orders
from pasar.market.sellers import operations, queries
from pasar.market.sellers.queries import SellerView
from pasar.ui import params

STATES = ("applied", "approved", "suspended", "refused")
CLASSES = ("home", "brand", "cross_border", "retail")


@page("sellers")
def sellers(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    state = request.GET.get("state", "applied")
    state = state if state in STATES else "applied"
    after = params.number_or_none(request.GET, "after")
    found = (
        queries.applications(venture.key)
        if state == "applied"
        else queries.sellers_by_state(venture.key, state, after)
    )
    return render(
        request, "console/sellers.html", _("Sellers"),
        found=found, state_key=state, states=STATES, accounts=payouts.accounts([seller.id for seller in found]),
    )  # fmt: skip


@page("sellers")
def seller(request: ConsoleRequest, venture: Country, staff: Staff, seller_id: int) -> HttpResponse:
    found = _own(venture, seller_id)
    people = identity.people(queries.member_ids(seller_id))
    trail = audit.entries([venture.key], target=f"seller:{seller_id}")
    return render(
        request, "console/seller.html", found.shop_name,
        seller=found, members=list(people.values()), account=payouts.account(seller_id),
        shop=queries.shop_of(seller_id), counts=orders.seller_counts(seller_id),
        statements=settlement.statements(seller_id, size=5), payouts=payouts.of_seller(seller_id, size=5),
        trail=trail, people=names((found.decided_by, *(each.actor for each in trail))), classes=CLASSES,
        decides=staff.has(venture.key, OPERATOR, TRUST),
    )  # fmt: skip


@page("sellers", posts=True)
def act(request: ConsoleRequest, venture: Country, staff: Staff, seller_id: int, verb: str) -> HttpResponse:
    """Approve, refuse, suspend, reinstate, or make another kind of seller of them."""
    if not staff.has(venture.key, OPERATOR, TRUST):
        raise Forbidden
    found = _own(venture, seller_id)
    decide, said = _VERBS[verb]
    decide(request, seller_id, staff.actor, reason_in(request))
    return done(request, said() % {"shop": found.shop_name}, "console_seller", seller_id)


def _own(venture: Country, seller_id: int) -> SellerView:
    found = queries.seller(seller_id)
    if found.country != venture.key:
        raise NotFound
    return found


def _set_class(request: ConsoleRequest, seller_id: int, actor: str, reason: str) -> None:
    class_key = request.POST.get("class_key", "")
    operations.set_class(seller_id=seller_id, class_key=class_key, actor=actor, reason=reason)


def _plain(verb: Callable[..., None]) -> Callable[[ConsoleRequest, int, str, str], None]:
    return lambda _request, seller_id, actor, reason: verb(seller_id=seller_id, actor=actor, reason=reason)


_VERBS: dict[str, tuple[Callable[[ConsoleRequest, int, str, str], None], Callable[[], str]]] = {
    "approve": (_plain(operations.approve), lambda: _("%(shop)s may sell now.")),
    "refuse": (_plain(operations.refuse), lambda: _("%(shop)s was not let in, and is told why.")),
    "suspend": (_plain(operations.suspend), lambda: _("%(shop)s is closed; orders under way go on.")),
    "reinstate": (_plain(operations.reinstate), lambda: _("%(shop)s may sell again.")),
    "class": (_set_class, lambda: _("%(shop)s has other fees from the next order on.")),
}
