"""What a quote asks: all that might be used for these goods by this customer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pasar.kernel import sql
from pasar.market.identity import queries as identity
from pasar.market.promotions import batch
from pasar.market.promotions.queries.stacking import stacking
from pasar.market.promotions.rules import conditions, person_key
from pasar.market.promotions.shapes import Buyer, Promotion, Stacking

MOST = 300
"""Promotions looked at for one purchase; those that end first."""
SAID_AFTER = timedelta(days=2)
"""So long after its end a collected voucher is still told of."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The promotions that might be used, how they go together, and what the buyer brings."""

    promotions: tuple[Promotion, ...]
    stacking: Stacking
    buyer: Buyer


def candidates(
    country: str,
    *,
    customer_id: int | None,
    shop_ids: Iterable[int],
    codes: Sequence[str] = (),
    at: datetime,
    listing_ids: Iterable[int] = (),
) -> Candidates:
    """Automatic promotions of these shops and the platform, the customer's vouchers, and those of the codes.

    listing_ids: not needed; a promotion's own products are matched by the rules. Two statements, and one for who the
    customer is. Locks nothing: what is left may be gone by the time of placing.
    """
    del listing_ids
    key = person_key_of(customer_id) if customer_id else ""
    found = sql.values(
        PACKAGE, "for_purchase",
        country=country, customer_id=customer_id or 0, person_key=key, shop_ids=sorted(set(shop_ids)),
        codes=[conditions.normal_code(code) for code in codes], at=at, since=at - SAID_AFTER, size=MOST,
    )  # fmt: skip
    buyer = Buyer()
    if customer_id:
        [(coins, is_new, noted)] = sql.values(
            PACKAGE, "buyer", country=country, customer_id=customer_id, person_key=key, at=at
        )
        if noted != key:
            # The one thing a question writes: placing has no time to ask who somebody is, and what is limited per
            # person is not for people it does not know.
            sql.run(
                PACKAGE, "know_shoppers",
                customer_ids=[customer_id], countries=[country], person_keys=[key], more=[0], at=at,
            )  # fmt: skip
        buyer = Buyer(
            is_new=is_new,
            coins_minor=int(coins),
            uses={row[0]: row[-1] for row in found if row[-1]},
            collected=frozenset(row[0] for row in found if row[-2]),
        )
    return Candidates(tuple(batch.as_promotion(row) for row in found), stacking(country, at), buyer)


def person_key_of(customer_id: int) -> str:
    """The key of a customer's person as identity knows them now."""
    return person_keys([customer_id])[customer_id]


def person_keys(customer_ids: Iterable[int]) -> dict[int, str]:
    """Keys of persons by customer; of those who asked to be forgotten, the customer's own."""
    wanted = set(customer_ids)
    found = identity.customers(wanted)
    keys = {}
    for customer_id in wanted:
        view = found.get(customer_id)
        keys[customer_id] = person_key(
            email=view.email if view else None, phone=view.phone if view else None, customer_id=customer_id
        )
    return keys


PACKAGE = "pasar.market.promotions"
