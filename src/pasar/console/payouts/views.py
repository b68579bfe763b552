"""What sellers are owed, what is on its way to them, and where bank and book differ."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pasar.console.frame import done, page, reason_in, render
from pasar.console.orders.finding import uuid_in
from pasar.console.people import names
from pasar.console.staff import ConsoleRequest, Staff
from pasar.countries import Country
from pasar.finance.payments import operations as payment_operations
from pasar.finance.payments import queries as payments
from pasar.finance.payouts import operations, queries
from pasar.finance.settlement import queries as settlement
from pasar.kernel.errors import Invalid
from pasar.market.sellers import queries as sellers


@page("payouts")
def settlements(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    found = settlement.of_venture(venture.key, after=uuid_in(request.GET.get("after", "")))
    return render(
        request, "console/settlements.html", _("Settlements"),
        found=found, sellers=sellers.sellers([each.seller_id for each in found]),
        payouts=queries.of_statements([each.id for each in found]),
        more=found[-1].id if len(found) == settlement.PAGE else None,
    )  # fmt: skip


@page("payouts")
def statement(request: ConsoleRequest, venture: Country, staff: Staff, statement_id: UUID) -> HttpResponse:
    found = settlement.in_venture(venture.key, statement_id)
    return render(
        request, "console/statement.html", found.number,
        statement=found, seller=sellers.sellers([found.seller_id]).get(found.seller_id),
        payout=queries.of_statements([statement_id]).get(statement_id),
    )  # fmt: skip


@page("payouts")
def payouts(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    found = queries.batches(venture.key, after=uuid_in(request.GET.get("after", "")))
    due = settlement.due(venture.key)
    accounts = queries.accounts([each.seller_id for each in due])
    return render(
        request, "console/payouts.html", _("Payouts"),
        people=names(each.created_by for each in found), found=found, due=due, accounts=accounts,
        sellers=sellers.sellers([each.seller_id for each in due]),
        payable=sum(each.amount_minor for each in due if each.seller_id in accounts),
        more=found[-1].id if len(found) == queries.PAGE else None,
    )  # fmt: skip


@page("payouts", posts=True)
def make_batch(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    """Pay what is due now, without waiting for the market to do it by itself."""
    batch_id = operations.create_batch(venture.key, actor=staff.actor, reason=reason_in(request))
    return done(request, _("The batch goes to the bank now."), "console_batch", batch_id)


@page("payouts")
def batch(request: ConsoleRequest, venture: Country, staff: Staff, batch_id: UUID) -> HttpResponse:
    found, rows = queries.batch(venture.key, batch_id)
    return render(
        request, "console/batch.html", found.number,
        people=names([found.created_by]), batch=found, payouts=rows,
        sellers=sellers.sellers([each.seller_id for each in rows]),
    )  # fmt: skip


@page("payouts", posts=True)
def bank_file(request: ConsoleRequest, venture: Country, staff: Staff, batch_id: UUID) -> HttpResponse:
    """The batch as the bank takes it. It holds full account numbers, so that each download leaves a trace."""
    name, content = queries.bank_file(venture.key, batch_id)
    operations.note_download(country=venture.key, batch_id=batch_id, actor=staff.actor)
    return HttpResponse(
        content,
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@page("payouts")
def bank(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    """Where the bank's statement and our book do not meet, and refunds that did not go through."""
    return render(
        request, "console/bank.html", _("Bank and refunds"),
        entries=payments.odd_entries(venture.currency), refunds=payments.failed_refunds(venture.key),
        odd=payments.odd_payments(venture.key),
    )  # fmt: skip


@page("payouts", posts=True)
def refund_act(
    request: ConsoleRequest, venture: Country, staff: Staff, refund_id: UUID, verb: str
) -> HttpResponse:
    """A refund that the bank refused: try again, or to the customer's wallet."""
    payments.refund_in(venture.key, refund_id)
    reason = reason_in(request)
    if not reason:
        raise Invalid(_("Please say why: it is kept in the audit trail."), field="reason")
    if verb == "wallet":
        payment_operations.refund_to_wallet(refund_id=refund_id, actor=staff.actor, reason=reason)
        return done(request, _("The money is in the customer's wallet."), "console_bank")
    payment_operations.send_again(refund_id=refund_id, actor=staff.actor, reason=reason)
    return done(request, _("The bank is asked once more."), "console_bank")
