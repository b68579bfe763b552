"""Payments' part of placing many purchases at once: one row for each that waits for a provider's word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pasar.finance.payments import rules
from pasar.finance.payments.methods import methods
from pasar.kernel import sql
from pasar.kernel.batch import Statement


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment to be asked for. `id` is made by the caller and returned to the customer; `expires_at` is the
    purchase's `pay_by`."""

    id: UUID
    country: str
    currency: str
    customer_id: int
    purchase_id: UUID
    method: str
    amount_minor: int
    expires_at: datetime


def open_payments(payments: Sequence[NewPayment], at: datetime) -> Statement:
    """Write payments of purchases; a task asks the provider for each one's charge once this has committed.

    Only for methods of kind `provider`. A purchase that has a payment already keeps it.
    """
    kinds = methods()
    assert all(kinds[payment.method].kind == "provider" for payment in payments)
    return Statement(
        sql.text(__package__, "open_payments"),
        {
            "ids": sql.plain(payment.id for payment in payments),
            "countries": sql.plain(payment.country for payment in payments),
            "currencies": sql.plain(payment.currency for payment in payments),
            "customer_ids": sql.ints(payment.customer_id for payment in payments),
            "purchase_ids": sql.plain(payment.purchase_id for payment in payments),
            "methods": sql.plain(payment.method for payment in payments),
            "providers": sql.plain(kinds[payment.method].provider for payment in payments),
            "references": sql.plain(rules.reference_of(payment.country, payment.id) for payment in payments),
            "amounts": sql.ints(payment.amount_minor for payment in payments),
            "expiries": sql.texts(payment.expires_at.isoformat() for payment in payments),
            "at": at,
        },
    )
