"""Promotions' part of placing many purchases at once: what to lock and read, and what to write. Checkout decides.

    lock_coins, lock_promotions, lock_automatic      in this order, after the wallets and before flash quotas and levels
    read_buyers, read_uses                           in the same round trip, after the locks
    take                                             what the decision gave away

Nothing in here asks whether there is enough: the decision found so under the locks, and constraints hold it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from pasar.kernel import ids, sql
from pasar.kernel.batch import Statement
from pasar.kernel.money import share
from pasar.market.promotions.shapes import AUTOMATIC, Applied, Buyer, Promotion, Stacking


@dataclass(frozen=True, slots=True)
class Lot:
    """Coins that a customer can spend; the lots of a customer come in the order of spending."""

    id: UUID
    customer_id: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class Shopper:
    """Who buys, as promotions count persons."""

    customer_id: int
    person_key: str
    is_new: bool
    collected: frozenset[int] = frozenset()
    counts: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Numbers of their uses that count, by promotion."""
    known: bool = True
    """Whether their person was noted: a quote and collecting do so, so that an unknown one has seen neither."""

    def buyer(self, lots: Iterable[Lot]) -> Buyer:
        """As the rules ask for them. lots: theirs."""
        return Buyer(
            is_new=self.is_new,
            coins_minor=sum(lot.left_minor for lot in lots),
            uses={promotion: len(counts) for promotion, counts in self.counts.items()},
            collected=self.collected,
            known=self.known,
        )


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A line of a purchase, as coins and cashback ask for it."""

    id: UUID
    order_id: UUID
    seller_id: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What one purchase takes of promotions and coins: the rules' answer, and the rows that it is about."""

    country: str
    purchase_id: UUID
    customer_id: int
    applied: Applied
    lines: Mapping[int, TakenLine]
    """By SKU."""
    orders: Mapping[int, UUID]
    """Order by shop."""


def lock_promotions(promotion_ids: Iterable[int]) -> Statement:
    """Lock these promotions and read them with what is left."""
    return Statement(sql.text(__package__, "lock_promotions"), {"ids": sql.ints(sorted(set(promotion_ids)))})


def lock_automatic(countries: Iterable[str], shop_ids: Iterable[int], at: datetime) -> Statement:
    """Read the automatic promotions in force for these shops and countries; lock those that something limits."""
    return Statement(
        sql.text(__package__, "lock_automatic"),
        {
            "countries": sql.plain(sorted(set(countries))),
            "shop_ids": sql.ints(sorted(set(shop_ids))),
            "at": at,
        },
    )


def promotions(rows: Iterable[Sequence[Any]]) -> dict[int, Promotion]:
    """What `lock_promotions` and `lock_automatic` found, by id."""
    return {row[0]: as_promotion(row) for row in rows}


def as_promotion(row: Sequence[Any]) -> Promotion:
    """A promotion out of the columns that every statement here begins with."""
    terms = orjson.loads(row[9]) if isinstance(row[9], str) else row[9]
    return Promotion(*(*row[:9], terms, *row[10:16]))


def read_buyers(customer_ids: Iterable[int]) -> Statement:
    """Read which persons these customers are. Locks nothing: their standing is locked."""
    return Statement(sql.text(__package__, "buyers"), {"customer_ids": sql.ints(sorted(set(customer_ids)))})


def read_uses(customer_ids: Iterable[int], promotion_ids: Iterable[int]) -> Statement:
    """Read what these customers collected and used of these promotions, which are locked."""
    return Statement(
        sql.text(__package__, "buyers_uses"),
        {
            "customer_ids": sql.ints(sorted(set(customer_ids))),
            "promotion_ids": sql.ints(sorted(set(promotion_ids))),
        },
    )


def shoppers(rows: Sequence[Sequence[Any]], uses: Sequence[Sequence[Any]]) -> dict[int, Shopper]:
    """What `read_buyers` and `read_uses` found, by customer."""
    collected: dict[int, set[int]] = {}
    counts: dict[int, dict[int, tuple[int, ...]]] = {}
    for customer_id, promotion_id, has_it, numbers in uses:
        if has_it:
            collected.setdefault(customer_id, set()).add(promotion_id)
        if numbers:
            counts.setdefault(customer_id, {})[promotion_id] = tuple(numbers)
    return {
        customer_id: Shopper(
            customer_id,
            key,
            is_new,
            frozenset(collected.get(customer_id, ())),
            counts.get(customer_id, {}),
            known,
        )
        for customer_id, key, is_new, known in rows
    }


def lock_coins(customer_ids: Iterable[int], at: datetime) -> Statement:
    """Lock the coins that these customers can spend, and read them."""
    return Statement(
        sql.text(__package__, "lock_coins"),
        {"customer_ids": sql.ints(sorted(set(customer_ids))), "at": at},
    )


def lots(rows: Iterable[Sequence[Any]]) -> dict[int, list[Lot]]:
    """What `lock_coins` found, by customer."""
    found: dict[int, list[Lot]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(Lot(*row))
    return found


def take(
    taken: Sequence[Taken],
    *,
    promotions: Mapping[int, Promotion],
    shoppers: Mapping[int, Shopper],
    lots: Mapping[int, Sequence[Lot]],
    stacking: Mapping[str, Stacking],
    at: datetime,
) -> list[Statement]:
    """Write the uses, coins spent and coins to come of these purchases, in the order of the decision.

    promotions, shoppers, lots: as read under the locks, before anything was taken. stacking: by country. Automatic
    promotions that nothing limits are not counted.
    """
    uses = _uses(taken, promotions, shoppers, stacking)
    statements = []
    if uses:
        statements += [_take_uses(uses, at), _take_orders(uses)]
    if coins := _coins(taken, lots):
        statements.append(_take_coins(coins, at))
    if earnings := _earnings(taken, promotions):
        statements.append(_take_earnings(earnings, at))
    return statements


@dataclass(frozen=True, slots=True)
class _Use:
    id: UUID
    taken: Taken
    promotion: Promotion
    person_key: str
    n: int
    amount_minor: int
    platform_minor: int
    gives_back: str
    order_ids: tuple[UUID, ...]


def _uses(
    taken: Sequence[Taken],
    promotions: Mapping[int, Promotion],
    shoppers: Mapping[int, Shopper],
    stacking: Mapping[str, Stacking],
) -> list[_Use]:
    uses = []
    counted: dict[tuple[int, str], set[int]] = {}
    for each in taken:
        shopper = shoppers[each.customer_id]
        for used in each.applied.used:
            promotion = promotions[used.promotion_id]
            if not counts(promotion):
                continue
            numbers = counted.setdefault((promotion.id, shopper.person_key), set())
            numbers.update(shopper.counts.get(promotion.id, ()))
            # The lowest number that is free: a use that was given back left a gap.
            n = next(n for n in range(1, len(numbers) + 2) if n not in numbers)
            numbers.add(n)
            orders, platform = _touched(each, promotion)
            uses.append(
                _Use(
                    ids.uuid7(), each, promotion, shopper.person_key, n, used.amount_minor, platform,
                    stacking.get(each.country, Stacking()).gives_back, orders,
                )
            )  # fmt: skip
    return uses


def counts(promotion: Promotion) -> bool:
    """Whether its uses are counted: all but those of automatic promotions that nothing limits."""
    limits = (promotion.quota_left, promotion.budget_left_minor, promotion.per_customer)
    return promotion.class_key != AUTOMATIC or any(limit is not None for limit in limits)


def _touched(taken: Taken, promotion: Promotion) -> tuple[tuple[UUID, ...], int]:
    """The orders that a promotion takes something off, or gives coins for, and the platform's part of that."""
    orders, platform = set(), 0
    for sku, cuts in taken.applied.lines.items():
        for cut in cuts:
            if cut.promotion_id == promotion.id:
                orders.add(taken.lines[sku].order_id)
                platform += cut.platform_minor
    for shop, cuts in taken.applied.deliveries.items():
        for cut in cuts:
            if cut.promotion_id == promotion.id:
                orders.add(taken.orders[shop])
                platform += cut.platform_minor
    for earning in taken.applied.earns:
        if earning.promotion_id == promotion.id:
            orders.add(taken.lines[earning.sku_id].order_id)
            platform += earning.amount_minor - share(earning.amount_minor, promotion.seller_share_bps)
    return tuple(sorted(orders)), platform


def _take_uses(uses: Sequence[_Use], at: datetime) -> Statement:
    return Statement(
        sql.text(__package__, "take_uses"),
        {
            "ids": sql.plain(use.id for use in uses),
            "countries": sql.plain(use.taken.country for use in uses),
            "promotion_ids": sql.ints(use.promotion.id for use in uses),
            "versions": sql.ints(use.promotion.version for use in uses),
            "purchase_ids": sql.plain(use.taken.purchase_id for use in uses),
            "customer_ids": sql.ints(use.taken.customer_id for use in uses),
            "person_keys": sql.plain(use.person_key for use in uses),
            "counts": sql.ints(use.n for use in uses),
            "mosts": sql.ints(use.promotion.per_customer for use in uses),
            "amounts": sql.ints(use.amount_minor for use in uses),
            "platforms": sql.ints(use.platform_minor for use in uses),
            "gives_back": sql.plain(use.gives_back for use in uses),
            "at": at,
        },
    )


def _take_orders(uses: Sequence[_Use]) -> Statement:
    pairs = [(use.id, order_id) for use in uses for order_id in use.order_ids]
    return Statement(
        sql.text(__package__, "take_orders"),
        {
            "use_ids": sql.plain(use_id for use_id, _ in pairs),
            "order_ids": sql.plain(order_id for _, order_id in pairs),
        },
    )


def _coins(
    taken: Sequence[Taken], lots: Mapping[int, Sequence[Lot]]
) -> list[tuple[UUID, UUID, UUID, UUID, int]]:
    """Line, order, purchase, lot and amount, each lot emptied before the next."""
    left = {lot.id: lot.left_minor for row in lots.values() for lot in row}
    found = []
    for each in taken:
        for sku, amount in each.applied.coins.items():
            line = each.lines[sku]
            for lot in lots.get(each.customer_id, ()):
                if not amount:
                    break
                if part := min(amount, left[lot.id]):
                    found.append((line.id, line.order_id, each.purchase_id, lot.id, part))
                    left[lot.id] -= part
                    amount -= part
            assert not amount, "the decision spent no more coins than there were under the lock"
    return found


def _take_coins(coins: Sequence[tuple[UUID, UUID, UUID, UUID, int]], at: datetime) -> Statement:
    return Statement(
        sql.text(__package__, "take_coins"),
        {
            "line_ids": sql.plain(row[0] for row in coins),
            "order_ids": sql.plain(row[1] for row in coins),
            "purchase_ids": sql.plain(row[2] for row in coins),
            "lot_ids": sql.plain(row[3] for row in coins),
            "amounts": sql.ints(row[4] for row in coins),
            "at": at,
        },
    )


@dataclass(frozen=True, slots=True)
class _Coming:
    taken: Taken
    promotion: Promotion
    line: TakenLine
    amount_minor: int


def _earnings(taken: Sequence[Taken], promotions: Mapping[int, Promotion]) -> list[_Coming]:
    return [
        _Coming(each, promotions[earning.promotion_id], each.lines[earning.sku_id], earning.amount_minor)
        for each in taken
        for earning in each.applied.earns
    ]


def _take_earnings(earnings: Sequence[_Coming], at: datetime) -> Statement:
    return Statement(
        sql.text(__package__, "take_earnings"),
        {
            "ids": sql.plain(ids.uuid7() for _ in earnings),
            "countries": sql.plain(each.taken.country for each in earnings),
            "promotion_ids": sql.ints(each.promotion.id for each in earnings),
            "versions": sql.ints(each.promotion.version for each in earnings),
            "customer_ids": sql.ints(each.taken.customer_id for each in earnings),
            "seller_ids": sql.ints(each.line.seller_id for each in earnings),
            "order_ids": sql.plain(each.line.order_id for each in earnings),
            "line_ids": sql.plain(each.line.id for each in earnings),
            "amounts": sql.ints(each.amount_minor for each in earnings),
            "sellers_minor": sql.ints(
                share(each.amount_minor, each.promotion.seller_share_bps) for each in earnings
            ),
            "at": at,
        },
    )
