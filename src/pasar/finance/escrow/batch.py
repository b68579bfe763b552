"""Escrow's part of placing many purchases at once: holds to open, and the transfers that fill them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id, party
from pasar.kernel import sql
from pasar.kernel.batch import Statement

Source = Literal["wallet", "payment", "cash"]

ESCROW = AccountKey("escrow")


@dataclass(frozen=True, slots=True)
class NewHold:
    """The money of one order that is to be held: goods and delivery, in minor units."""

    order_id: UUID
    purchase_id: UUID
    country: str
    currency: str
    customer_id: int
    seller_id: int
    amount_minor: int
    rounding_minor: int = 0
    """What whole cash steps added to (or took from) it."""


def open_holds(holds: Sequence[NewHold], at: datetime, source: Source = "wallet") -> Statement:
    """Open the holds. Cash comes in with each parcel: a later one of the same order adds to its hold."""
    return Statement(
        sql.text(__package__, "open_holds"),
        {
            "order_ids": sql.plain(hold.order_id for hold in holds),
            "purchase_ids": sql.plain(hold.purchase_id for hold in holds),
            "countries": sql.plain(hold.country for hold in holds),
            "currencies": sql.plain(hold.currency for hold in holds),
            "customer_ids": sql.ints(hold.customer_id for hold in holds),
            "seller_ids": sql.ints(hold.seller_id for hold in holds),
            "amounts": sql.ints(hold.amount_minor for hold in holds),
            "roundings": sql.ints(hold.rounding_minor for hold in holds),
            "source": source,
            "at": at,
        },
    )


def transfers(
    holds: Iterable[NewHold], source: Source, carrier_key: str = "", *, part: str = ""
) -> list[NewTransfer]:
    """What fills the holds. Ids follow from the order's, so that a repeat writes nothing.

    source: the wallet; a payment that a provider captured; cash that the carrier `carrier_key` collected.
    part: tells several fillings of one order apart (its parcels paid at the door).
    """
    result = []
    for hold in holds:
        debit = _debit(hold, source, carrier_key)
        result.append(_transfer(hold, debit, ESCROW, hold.amount_minor, "hold", part))
        if hold.rounding_minor > 0:
            result.append(_transfer(hold, debit, ROUNDING, hold.rounding_minor, "cash_rounding", part))
        elif hold.rounding_minor < 0:
            result.append(_transfer(hold, ROUNDING, debit, -hold.rounding_minor, "cash_rounding", part))
    return result


ROUNDING = AccountKey("rounding")


def _debit(hold: NewHold, source: Source, carrier_key: str) -> AccountKey:
    match source:
        case "wallet":
            return AccountKey("wallet", hold.customer_id)
        case "payment":
            return AccountKey("payments_received")
        case "cash":
            return AccountKey("cod_receivable", party(carrier_key))


def _transfer(
    hold: NewHold, debit: AccountKey, credit: AccountKey, amount_minor: int, code: str, part: str
) -> NewTransfer:
    return NewTransfer(
        id=derived_id(hold.order_id, code, part),
        country=hold.country,
        currency=hold.currency,
        debit=debit,
        credit=credit,
        amount_minor=amount_minor,
        code=code,
        ref_kind="order",
        ref_id=str(hold.order_id),
    )
