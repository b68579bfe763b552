"""Coins: earned at completion, taken back with the goods they came for, given back, come again with a refund, ended.

The ledger's account `coins` and the lots move in one transaction. Spending is the escrow's hold; the lots follow in
`batch.take`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from pasar import countries
from pasar.finance.escrow import queries as escrow
from pasar.finance.escrow.queries import ShareRow
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id
from pasar.kernel import clock, events, ids, sql
from pasar.kernel.money import split
from pasar.market.promotions.events import CoinsEarned, CoinsExpired, CoinsTakenBack
from pasar.market.promotions.operations.giving_back import PACKAGE
from pasar.market.promotions.queries.stacking import stacking

EXPIRY_SIZE = 200
GRACE = timedelta(days=7)
"""Coins that come back can be spent for so long at least."""


@dataclass(frozen=True, slots=True)
class _Earning:
    id: UUID
    country: str
    customer_id: int
    seller_id: int
    order_id: UUID
    line_id: UUID
    amount_minor: int
    seller_minor: int

    def kept(self, share: ShareRow | None) -> "_Earning":
        """What of it the customer has a right to, when only a part of the line's money stayed with those it went to."""
        stayed, whole = 0, 0
        if share is not None:
            whole = share.released_minor + share.given_back_minor
            stayed = share.released_minor - share.taken_back_minor - share.goodwill_minor
        return self.part(self.amount_minor * stayed // whole if whole else 0)

    def part(self, amount_minor: int) -> "_Earning":
        """So much of it, and what the seller bears of that."""
        return replace(
            self,
            amount_minor=amount_minor,
            seller_minor=self.seller_minor * amount_minor // self.amount_minor,
        )


@dataclass(frozen=True, slots=True)
class _Earned(_Earning):
    """An earning as it stands. kept_minor: None when nobody looked at it since its completion."""

    kept_minor: int | None
    state: str

    def had(self, share: ShareRow | None) -> "_Earning":
        """What of it the customer has got, before what is now to be taken back."""
        if self.kept_minor is not None:
            return self.part(self.kept_minor)
        before = replace(share, taken_back_minor=0, goodwill_minor=0) if share else None
        return self.kept(before)


@dataclass(frozen=True, slots=True)
class _Lot:
    id: UUID
    country: str
    customer_id: int
    amount_minor: int
    source: str


@transaction.atomic
def earn_coins(*, order_ids: Sequence[UUID]) -> int:
    """Orders that were completed bring their coins; return how many customers' lots that made. A repeat brings none.

    A line that was given back in part by then brings the part that stayed, rounded down.
    """
    waiting = sql.rows(_Earning, PACKAGE, "lock_earnings", order_ids=list(order_ids))
    if not waiting:
        return 0
    shares = escrow.shares_of({each.order_id for each in waiting})
    # An order without any share had no money in it that could have gone back.
    earnings = [
        each.kept(shares[each.order_id].get(each.line_id)) if each.order_id in shares else each
        for each in waiting
    ]
    transfers, sums = [], dict[tuple[UUID, str, int], int]()
    for each in earnings:
        if not each.amount_minor:
            continue
        transfers += [
            NewTransfer(
                id=derived_id(each.id, "coins_earned", funder.kind), country=each.country,
                currency=countries.get(each.country).currency, debit=funder,
                credit=AccountKey("coins", each.customer_id), amount_minor=minor, code="coins_earned",
                ref_kind="order", ref_id=str(each.order_id),
            )
            for funder, minor in _funders(each)
            if minor
        ]  # fmt: skip
        key = (each.order_id, each.country, each.customer_id)
        sums[key] = sums.get(key, 0) + each.amount_minor
    ledger.post(transfers)
    sql.run(
        PACKAGE, "end_earnings",
        ids=[each.id for each in waiting], kept=[each.amount_minor for each in earnings],
    )  # fmt: skip
    lots = [
        _Lot(ids.uuid7(), country, customer, minor, f"order:{order}")
        for (order, country, customer), minor in sums.items()
    ]
    added = _add(lots)
    events.append(
        CoinsEarned(country=country, customer_id=customer, amount_minor=minor, order_id=order)
        for (order, country, customer), minor in sums.items()
    )
    return added


@transaction.atomic
def take_back_coins(*, order_id: UUID, source: str) -> int:
    """Coins that an order brought go back in proportion to what of its goods did; return how many minor units did.

    First from the lot that the order brought, then from those that end first; never more than the customer has: what
    they spent already is not asked for. source: such as `refund:<id>`. A repeat takes nothing.
    """
    found = [
        each
        for each in sql.rows(_Earned, PACKAGE, "lock_earned", order_id=order_id)
        # What still waits is counted by `earn_coins`, which looks at the same shares.
        if each.state == "earned"
    ]
    if not found:
        return 0
    shares = escrow.shares_of([order_id]).get(order_id)
    if shares is None:
        return 0
    had = [each.had(shares.get(each.line_id)) for each in found]
    keeps = [each.kept(shares.get(each.line_id)) for each in found]
    due = [
        replace(before, amount_minor=before.amount_minor - now.amount_minor,
                seller_minor=before.seller_minor - now.seller_minor)
        for before, now in zip(had, keeps, strict=True)
    ]  # fmt: skip
    if not any(each.amount_minor for each in due):
        return 0
    sql.run(
        PACKAGE, "keep_earnings", ids=[each.id for each in found], kept=[each.amount_minor for each in keeps]
    )
    return _take_back(due, source)


def _take_back(due: Sequence[_Earning], source: str) -> int:
    """As much of what is due as the customer's lots hold, to those who funded it in proportion."""
    first, at = due[0], clock.now()
    lots = sql.values(PACKAGE, "lock_lots", customer_id=first.customer_id, at=at)
    lots.sort(key=lambda lot: lot[2] != f"order:{first.order_id}")
    taken: dict[UUID, int] = {}
    left = sum(each.amount_minor for each in due)
    for lot_id, left_minor, _source in lots:
        if part := min(left, left_minor):
            taken[lot_id], left = part, left - part
    if not taken:
        return 0
    funders: dict[AccountKey, int] = {}
    for each in due:
        for funder, minor in _funders(each):
            funders[funder] = funders.get(funder, 0) + minor
    amount_minor = sum(taken.values())
    ledger.post(
        NewTransfer(
            id=derived_id(first.order_id, "coins_taken_back", source, funder.kind, str(funder.owner_id)),
            country=first.country, currency=countries.get(first.country).currency,
            debit=AccountKey("coins", first.customer_id), credit=funder, amount_minor=minor,
            code="coins_taken_back", ref_kind="order", ref_id=str(first.order_id),
        )
        for funder, minor in zip(funders, split(amount_minor, list(funders.values())), strict=True)
        if minor
    )  # fmt: skip
    sql.run(
        PACKAGE, "take_back_coins",
        lot_ids=list(taken), amounts=list(taken.values()), order_id=first.order_id, source=source, at=at,
    )  # fmt: skip
    events.append(
        [
            CoinsTakenBack(
                country=first.country, customer_id=first.customer_id, amount_minor=amount_minor,
                order_id=first.order_id,
            )
        ]
    )  # fmt: skip
    return amount_minor


def _funders(each: _Earning) -> tuple[tuple[AccountKey, int], tuple[AccountKey, int]]:
    """Who bears these coins, and how much of them."""
    return (
        (AccountKey("seller_payable", each.seller_id), each.seller_minor),
        (AccountKey("subsidy_expense"), each.amount_minor - each.seller_minor),
    )


@transaction.atomic
def drop_earnings(*, order_ids: Sequence[UUID]) -> int:
    """Coins that waited for these orders will not come; return how many lines that were for."""
    return sql.run(PACKAGE, "drop_earnings", order_ids=list(order_ids))


@transaction.atomic
def give_back_coins(*, purchase_ids: Sequence[UUID] = (), order_ids: Sequence[UUID] = ()) -> int:
    """Coins taken for what was never paid are in their lots again, each once; return how many lots got some.

    order_ids: of orders that are over; what escrow knows to be paid keeps its coins taken. Those of the others never
    left the ledger's account. What was paid with coins comes back by `return_coins`.
    """
    paid = [
        line_id
        for shares in escrow.shares_of(order_ids).values()
        for line_id, share in shares.items()
        if line_id is not None and share.released_minor + share.given_back_minor
    ]
    found = sql.values(
        PACKAGE, "lock_coin_uses",
        purchase_ids=list(purchase_ids), order_ids=list(order_ids), but_line_ids=paid,
    )  # fmt: skip
    if not found:
        return 0
    at = clock.now()
    return len(sql.values(PACKAGE, "give_back_coins", ids=[row[0] for row in found], at=at, until=at + GRACE))


@transaction.atomic
def return_coins(*, country: str, customer_id: int, amount_minor: int, source: str) -> bool:
    """Coins that a refund put on the customer's account again become a lot; False when this source brought its own.

    The transfer is the refund's. source: such as `refund:<id>`.
    """
    return _add([_Lot(ids.uuid7(), country, customer_id, amount_minor, source)]) == 1


@transaction.atomic
def expire_coins(*, size: int = EXPIRY_SIZE) -> int:
    """Take coins whose time is over off their customers' accounts; return how many lots ended."""
    found = sql.values(PACKAGE, "expired_lots", at=clock.now(), size=size)
    if not found:
        return 0
    ledger.post(
        NewTransfer(
            # A lot that was filled again after its end ends again: with what it holds then.
            id=derived_id(lot_id, "coins_expired", clock.now().isoformat()), country=country,
            currency=countries.get(country).currency, debit=AccountKey("coins", customer_id),
            credit=AccountKey("subsidy_expense"), amount_minor=left, code="coins_expired", ref_kind="coins",
            ref_id=str(lot_id),
        )
        for lot_id, country, customer_id, left in found
    )  # fmt: skip
    sql.run(PACKAGE, "empty_lots", ids=[row[0] for row in found])
    events.append(
        CoinsExpired(country=country, customer_id=customer_id, amount_minor=left)
        for _lot_id, country, customer_id, left in found
    )
    return len(found)


def _add(lots: Sequence[_Lot]) -> int:
    at = clock.now()
    days = {country: stacking(country, at).coins_days for country in {lot.country for lot in lots}}
    return len(
        sql.values(
            PACKAGE, "add_lots",
            ids=[lot.id for lot in lots], countries=[lot.country for lot in lots],
            customer_ids=[lot.customer_id for lot in lots], amounts=[lot.amount_minor for lot in lots],
            sources=[lot.source for lot in lots],
            ends=[at + timedelta(days=days[lot.country]) for lot in lots], at=at,
        )
    )  # fmt: skip
