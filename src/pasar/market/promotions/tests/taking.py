"""Placing as checkout does it, as far as promotions are concerned: lock, read, decide, write, in one transaction."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from pasar import countries
from pasar.kernel import batch as pipeline
from pasar.kernel import clock, ids
from pasar.market.promotions import batch, operations, queries, rules
from pasar.market.promotions.batch import Taken, TakenLine
from pasar.market.promotions.operations.making import Draft
from pasar.market.promotions.shapes import Applied, Asked, Delivery, Item

PRICE = 10_000_00
SHIPPING = 9_000_00


def make_promotion(
    kind: str = "amount_off",
    class_key: str = "platform_voucher",
    *,
    seller_id: int | None = None,
    **more: Any,
) -> int:
    """A promotion of Indonesia for an hour. What is no field of a draft is a term."""
    at = clock.now()
    draft = {
        "name": more.pop("name", "Hemat"),
        "starts_at": more.pop("starts_at", at - timedelta(minutes=1)),
        "ends_at": more.pop("ends_at", at + timedelta(hours=1)),
    }
    for key in ("seller_share_bps", "quota", "per_customer", "budget_minor"):
        if key in more:
            draft[key] = more.pop(key)
    made = {key: more.pop(key) for key in ("code", "listed", "reason") if key in more}
    terms = more or {"off_minor": 1_000_00}
    return operations.create(
        country="id", kind=kind, class_key=class_key, draft=Draft(**draft, terms=terms), actor="person:1",
        seller_id=seller_id, **made,
    )  # fmt: skip


@dataclass(frozen=True)
class Bought:
    """A purchase of one line of each shop, and what it had of promotions."""

    purchase_id: UUID
    applied: Applied
    orders: dict[int, UUID]
    lines: dict[int, TakenLine] = field(default_factory=dict)


def buy(
    customer_id: int,
    *promotion_ids: int,
    spend_coins: bool = False,
    shops: tuple[int, ...] = (1,),
    codes: tuple[str, ...] = (),
) -> Bought:
    """Place a purchase with these promotions, as far as they may be had by now."""
    at = clock.now()
    with transaction.atomic():
        coins, locked, automatic, who, uses = pipeline.run(
            connection,
            [
                batch.lock_coins([customer_id], at),
                batch.lock_promotions(promotion_ids),
                batch.lock_automatic(["id"], shops, at),
                batch.read_buyers([customer_id]),
                batch.read_uses([customer_id], promotion_ids),
            ],
        )
        found = batch.promotions([*locked, *automatic])
        lots, shoppers = batch.lots(coins), batch.shoppers(who, uses)
        stacking = queries.stacking("id", at)
        asked = Asked(
            country=countries.get("id"), at=at,
            items=tuple(Item(shop, shop, shop, shop, "home", PRICE, 1) for shop in shops),
            deliveries=tuple(Delivery(shop, shop, SHIPPING) for shop in shops),
            buyer=shoppers[customer_id].buyer(lots.get(customer_id, ())),
            chosen=frozenset(promotion_ids), spend_coins=spend_coins, codes=codes,
        )  # fmt: skip
        applied = rules.best(asked, list(found.values()), stacking)
        orders = {shop: ids.uuid7() for shop in shops}
        lines = {shop: TakenLine(ids.uuid7(), orders[shop], shop) for shop in shops}
        bought = Bought(ids.uuid7(), applied, orders, lines)
        taken = Taken("id", bought.purchase_id, customer_id, applied, lines, orders)
        pipeline.run(
            connection,
            batch.take(
                [taken], promotions=found, shoppers=shoppers, lots=lots, stacking={"id": stacking}, at=at
            ),
        )
    return bought
