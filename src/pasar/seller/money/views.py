"""What was earned, what was kept and why, what was paid out."""

import csv
from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pasar.countries.formats import major_units
from pasar.finance.payouts import queries as payouts
from pasar.finance.settlement import queries as settlement
from pasar.market.orders import queries as orders
from pasar.market.sellers.queries import SellerView
from pasar.seller import who
from pasar.seller.who import SellerRequest
from pasar.ui import params

LINES_SHOWN = 300


@require_GET
@who.for_seller
def statements(request: SellerRequest, seller: SellerView) -> HttpResponse:
    after = params.uuid_or_none(request.GET, "after")
    found = settlement.statements(seller.id, after)
    paid = payouts.of_statements([each.id for each in found])
    return who.page(
        request, "money/statements.html",
        statements=[(each, paid.get(each.id)) for each in found],
        current=None if after else settlement.current(request.country.key, seller.id),
        account=payouts.account(seller.id),
        next=found[-1].id if len(found) == settlement.PAGE else None,
    )  # fmt: skip


@require_GET
@who.for_seller
def statement(request: SellerRequest, seller: SellerView, statement_id: UUID) -> HttpResponse:
    found = settlement.statement(seller.id, statement_id)
    shown = found.lines[:LINES_SHOWN]
    numbers = _numbers(seller, shown)
    return who.page(
        request, "money/statement.html", statement=found,
        lines=[(line, numbers.get(line.ref_id, "")) for line in shown],
        payout=payouts.of_statements([statement_id]).get(statement_id),
    )  # fmt: skip


@require_GET
@who.for_seller
def lines_csv(request: SellerRequest, seller: SellerView, statement_id: UUID) -> HttpResponse:
    """Every line for a spreadsheet; nothing in it is typed by strangers, and no cell can be read as a formula."""
    found = settlement.statement(seller.id, statement_id)
    answer = HttpResponse(
        "\ufeff", content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.number}.csv"'},
    )  # fmt: skip
    writer = csv.writer(answer)
    writer.writerow([_("Time (UTC)"), _("What"), _("About"), _("Id"), found.currency])
    numbers = _numbers(seller, found.lines)
    for line in found.lines:
        about = numbers.get(line.ref_id, line.ref_id)
        amount = major_units(line.amount_minor, found.currency)
        writer.writerow([line.at.strftime("%Y-%m-%d %H:%M:%S"), line.name, line.ref_kind, about, amount])
    return answer


def _numbers(seller: SellerView, lines: Iterable[settlement.LineView]) -> dict[str, str]:
    """The order numbers that a statement's lines are about, by the line's reference."""
    about = [UUID(line.ref_id) for line in lines if line.ref_kind == "order"]
    return {str(order_id): number for order_id, number in orders.seller_numbers(seller.id, about).items()}
