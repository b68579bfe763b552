"""Finding an order by anything a caller may know, looking at all of it, and the two things staff may do to it."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pasar import countries
from pasar.console.frame import done, page, reason_in, render
from pasar.console.orders import finding
from pasar.console.orders.forms import RefundForm
from pasar.console.people import names
from pasar.console.staff import ConsoleRequest, Staff
from pasar.countries import Country
from pasar.finance.escrow import queries as escrow
from pasar.finance.ledger import queries as ledger
from pasar.finance.payments import queries as payments
from pasar.kernel import audit
from pasar.kernel.errors import Invalid
from pasar.market.aftersales import operations as aftersales
from pasar.market.aftersales import queries as aftersales_queries
from pasar.market.fulfilment import queries as fulfilment
from pasar.market.identity import queries as identity
from pasar.market.orders import operations, queries
from pasar.market.sellers import queries as sellers

SHOWN_STATUSES = (
    "awaiting_payment", "to_ship", "packed", "shipped", "delivery_failed", "delivered", "completed", "returned",
    "cancelled",
)  # fmt: skip


@page("orders")
def find(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").split())[:254]
    status = request.GET.get("status", "")
    status = status if status in SHOWN_STATUSES else ""
    after = finding.uuid_in(request.GET.get("after", ""))
    found = finding.orders(venture, text, status=status, after=after)
    return render(
        request, "console/orders.html", _("Orders"),
        q=text, status_key=status, statuses=SHOWN_STATUSES, found=found,
        more=found[-1].id if len(found) == finding.PAGE else None,
    )  # fmt: skip


@page("orders")
def order(request: ConsoleRequest, venture: Country, staff: Staff, order_id: UUID) -> HttpResponse:
    queries.belongs(venture.key, order_id)
    facts = queries.facts(order_id)
    customer = identity.customers([facts.customer_id]).get(facts.customer_id)
    refundable = aftersales_queries.refundable(order_id)
    steps = _steps(queries.timeline(order_id))
    trail = audit.entries([venture.key], target=f"order:{order_id}")
    return render(
        request, "console/order.html", facts.number,
        order=facts, trace=queries.price_trace(facts), customer=customer,
        seller=sellers.sellers([facts.seller_id]).get(facts.seller_id),
        steps=steps, parcels=fulfilment.parcels(order_id), hold=escrow.hold_of(order_id),
        payment=payments.of_purchase(facts.purchase_id), refunds=payments.refunds_of_purchase(facts.purchase_id),
        given_back=escrow.refunds_of(order_id), trail=trail,
        people=names([*(each.actor for each in steps), *(each.actor for each in trail)]),
        may_cancel=facts.may("cancel", staff.actor), may_deliver=facts.may("deliver", staff.actor),
        form=RefundForm(refundable=refundable, country=venture) if refundable else None,
    )  # fmt: skip


def _steps(steps: list[queries.Step]) -> list[queries.Step]:
    """What befell the order, and of its lines only what did not befall the whole order then."""
    whole = {(each.at, each.to_status) for each in steps if not each.line_id}
    return [each for each in steps if not each.line_id or (each.at, each.to_status) not in whole]


@page("ledger")
def money(request: ConsoleRequest, venture: Country, staff: Staff, order_id: UUID) -> HttpResponse:
    """Everything the ledger has about an order and what it was paid with, as T-accounts."""
    queries.belongs(venture.key, order_id)
    facts = queries.facts(order_id)
    references = [("order", str(order_id)), ("purchase", str(facts.purchase_id))]
    accounts = ledger.t_accounts(references)
    transfers = ledger.transfers_of_all(references)
    return render(
        request, "console/order_money.html", _("Money of %(number)s") % {"number": facts.number},
        order=facts, accounts=accounts, transfers=transfers,
        debits=sum(each.debits_minor for each in accounts), credits=sum(each.credits_minor for each in accounts),
    )  # fmt: skip


@page("orders", posts=True)
def act(request: ConsoleRequest, venture: Country, staff: Staff, order_id: UUID, verb: str) -> HttpResponse:
    """Cancel before dispatch, refund after delivery, or say what became of a silent parcel; a reason is needed."""
    queries.belongs(venture.key, order_id)
    reason = reason_in(request)
    if not reason:
        raise Invalid(_("Please say why: it is kept in the audit trail."), field="reason")
    _VERBS[verb](request, staff, order_id, reason)
    return done(request, _SAID[verb](), "console_order", order_id)


def _cancel(request: ConsoleRequest, staff: Staff, order_id: UUID, reason: str) -> None:
    operations.cancel(order_id=order_id, actor=staff.actor, reason=reason)


def _deliver(request: ConsoleRequest, staff: Staff, order_id: UUID, reason: str) -> None:
    operations.deliver(order_id=order_id, actor=staff.actor, reason=reason)


def _refund(request: ConsoleRequest, staff: Staff, order_id: UUID, reason: str) -> None:
    refundable = aftersales_queries.refundable(order_id)
    country = countries.get(queries.facts(order_id).country)
    form = RefundForm(request.POST, refundable=refundable, country=country)
    if not form.is_valid():
        raise Invalid(form.first_error())
    aftersales.refund(order_id=order_id, actor=staff.actor, reason=reason, **form.parts())


_VERBS: dict[str, Callable[[ConsoleRequest, Staff, UUID, str], None]] = {
    "cancel": _cancel,
    "deliver": _deliver,
    "refund": _refund,
}
_SAID: dict[str, Callable[[], str]] = {
    "cancel": lambda: _("The order was cancelled; what was paid goes back to the customer."),
    "deliver": lambda: _("The order counts as delivered."),
    "refund": lambda: _("The refund is on its way to the customer."),
}
