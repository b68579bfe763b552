"""Escrow's part of placing many purchases at once: holds to open, and the transfers that fill them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id, party
from pasar.kernel import sql
from pasar.kernel.batch import Statement
from pasar.kernel.records import dataclass

Source = Literal["wallet", "payment", "cash"]

ESCROW, SUBSIDY, ROUNDING = AccountKey("escrow"), AccountKey("subsidy_expense"), AccountKey("rounding")


@dataclass(frozen=True, slots=True)
class NewHold:
    """The money of one order that is to be held, in minor units.

    amount_minor: goods and delivery after the seller's own discounts: the customer's money, subsidy and coins together.
    """

    order_id: UUID
    purchase_id: UUID
    country: str
    currency: str
    customer_id: int
    seller_id: int
    amount_minor: int
    rounding_minor: int = 0
    """What whole cash steps added to (or took from) it."""
    subsidy_minor: int = 0
    """Of the amount, what the venture puts in for the discounts that it bears."""
    coins_minor: int = 0
    """Of the amount, what the customer puts in as coins, which are taken when this is written."""

    @property
    def paid_minor(self) -> int:
        """What the customer puts in as money, without rounding."""
        return self.amount_minor - self.subsidy_minor - self.coins_minor


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
            "subsidies": sql.ints(hold.subsidy_minor for hold in holds),
            "coins": sql.ints(hold.coins_minor for hold in holds),
            "source": source,
            "at": at,
        },
    )


def transfers(
    holds: Iterable[NewHold], source: Source, carrier_key: str = "", *, part: str = ""
) -> list[NewTransfer]:
    """What fills the holds, layer by layer. Ids follow from the order's, so that a repeat writes nothing.

    source: the wallet; a payment that a provider captured; cash that the carrier `carrier_key` collected.
    part: tells several fillings of one order apart (its parcels paid at the door).
    """
    result = []
    for hold in holds:
        debit = _debit(hold, source, carrier_key)
        coins = AccountKey("coins", hold.customer_id)
        layers = [
            (debit, hold.paid_minor, "hold"),
            (SUBSIDY, hold.subsidy_minor, "subsidy"),
            (coins, hold.coins_minor, "coins_spent"),
        ]
        result += [
            _transfer(hold, each, ESCROW, amount, code, part) for each, amount, code in layers if amount
        ]
        if hold.rounding_minor > 0:
            result.append(_transfer(hold, debit, ROUNDING, hold.rounding_minor, "cash_rounding", part))
        elif hold.rounding_minor < 0:
            result.append(_transfer(hold, ROUNDING, debit, -hold.rounding_minor, "cash_rounding", part))
    return result


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
