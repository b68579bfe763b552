"""Asking what a selection costs, and placing purchases: many in one transaction, one as a batch of one."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from django.db import InterfaceError, OperationalError, connection, transaction

from pasar import countries
from pasar.kernel import batch, clock, faults, sql
from pasar.kernel.errors import Unavailable
from pasar.kernel.ids import SkuId
from pasar.market.campaigns import queries as campaigns
from pasar.market.campaigns.rules import FLASH, Price, Used
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.queries import SkuFacts
from pasar.market.checkout import reading, rules, writing
from pasar.market.checkout.deciding import decide
from pasar.market.checkout.models import Attempt
from pasar.market.checkout.requests import Outcome, PlaceRequest, Refused, malformed
from pasar.market.checkout.rules import Offers, Quote, QuoteInput, Shop, Wanted, Wishes
from pasar.market.fulfilment import queries as fulfilment
from pasar.market.identity import queries as identity
from pasar.market.promotions import queries as promotions
from pasar.market.sellers import queries as sellers
from pasar.market.stock import queries as stock

log = logging.getLogger(__name__)

BISECTIONS = 2
"""Times a batch that the database refuses is halved before its requests are placed one by one."""
TRIES = 3
"""Times a batch is placed again under the same keys after its connection was lost or it met a deadlock."""
KEYS_KEPT_FOR = timedelta(days=30)
BEST = Wishes(chosen=None)


def quote(
    *,
    country: str,
    lines: Sequence[Wanted],
    customer_id: int | None = None,
    address_id: int | None = None,
    delivery: Mapping[int, tuple[str, str]] | None = None,
    method: str = "",
    wishes: Wishes = BEST,
) -> Quote:
    """What a selection costs now, with all that stands in the way of placing it. Holds and changes nothing.

    wishes: the best combination of the customer's vouchers when they do not say otherwise.
    address_id: one of the customer's; their default address when None. Without any, delivery is not quoted.
    Raises NotFound for somebody else's address.
    """
    asked = question(
        country=country, lines=lines, customer_id=customer_id, address_id=address_id, wishes=wishes
    )
    return rules.quote(replace(asked, delivery=delivery or {}, method=method))


def question(
    *,
    country: str,
    lines: Sequence[Wanted],
    customer_id: int | None = None,
    address_id: int | None = None,
    wishes: Wishes = BEST,
) -> QuoteInput:
    """All that `rules.quote` needs, read once: other deliveries, methods and vouchers of it can be quoted purely."""
    venture = countries.get(country)
    to_zone, cash_off_until = None, None
    if customer_id is not None:
        address = (
            identity.address(customer_id, address_id)
            if address_id is not None
            else identity.default_address(customer_id)
        )
        to_zone = address.zone if address else None
        cash_off_until = identity.customer(customer_id).cash_off_until
    wanted = [line for line in lines if 0 < line.sku_id < 2**63]
    facts = [
        each
        for each in catalogue.sku_facts([SkuId(line.sku_id) for line in wanted])
        if each.country == country
    ]
    shops = {
        view.id: Shop(
            view.id, view.seller_id, view.name, view.class_key, view.open, view.warehouse_id, view.zone,
            view.dispatch_days,
        )
        for view in sellers.shops({each.shop_id for each in facts}).values()
    }  # fmt: skip
    levels = {
        (level.sku_id, level.warehouse_id): (level.free, level.cost_minor)
        for level in stock.levels([each.sku_id for each in facts])
    }
    prices = campaigns.prices(line.sku_id for line in wanted)
    return QuoteInput(
        country=venture,
        at=clock.now().astimezone(ZoneInfo(venture.time_zone)),
        wanted=tuple(lines),
        goods=reading.with_stock(facts, shops, levels),
        shops=shops,
        to_zone=to_zone,
        tariff=fulfilment.tariff(country),
        cash_off_until=cash_off_until,
        prices=prices,
        flash_uses=_flash_uses(customer_id, prices),
        offers=_offers(country, customer_id, facts, wishes),
        wishes=wishes,
    )


def _flash_uses(customer_id: int | None, prices: Mapping[int, Sequence[Price]]) -> Mapping[int, Used]:
    """What the customer has of these flash items: asked only where one of them runs."""
    running = [sku for sku, found in prices.items() if any(each.source == FLASH for each in found)]
    return campaigns.uses(running, customer_id) if running and customer_id is not None else {}


def _offers(country: str, customer_id: int | None, facts: Sequence[SkuFacts], wishes: Wishes) -> Offers:
    found = promotions.candidates(
        country,
        customer_id=customer_id,
        shop_ids={each.shop_id for each in facts},
        listing_ids={each.listing_id for each in facts},
        codes=wishes.codes,
        at=clock.now(),
    )
    return Offers(found.promotions, found.stacking, found.buyer)


def place_one(request: PlaceRequest) -> Outcome:
    """Place one purchase: a batch of one."""
    return place([request])[0]


def place(requests: Sequence[PlaceRequest]) -> list[Outcome]:
    """Place purchases in one transaction, in their order; one outcome each. One that is refused harms no other.

    The same key with the same content has one effect and one answer, also within a batch and after a lost answer.
    Two round trips: lock and read; write and commit. Raises Unavailable when the database cannot be had.
    """
    return _place(list(requests), BISECTIONS)


def placed_under(customer_id: int, key: str) -> UUID | None:
    """The purchase that a customer's key has placed, if it has."""
    return (
        Attempt.objects.filter(customer_id=customer_id, key=key).values_list("purchase_id", flat=True).first()
    )


def forget_attempts(*, size: int = 1_000) -> int:
    """Drop answers so old that nobody asks for them again; return how many."""
    return sql.run(__package__, "forget_attempts", before=clock.now() - KEYS_KEPT_FOR, size=size)


def _place(requests: list[PlaceRequest], bisections: int) -> list[Outcome]:
    for turn in range(1, TRIES + 1):
        try:
            return _attempt(requests)
        except (OperationalError, InterfaceError) as error:
            # Nothing is known of a lost COMMIT, and nothing was written in a deadlock: either way the same keys
            # are placed again, and what went through answers as before.
            if connection.in_atomic_block or not _passing(error):
                raise
            log.warning("placing %s requests again after: %s", len(requests), error)
            if turn == TRIES:
                raise Unavailable(retry_after_s=2) from error
        except Exception:
            # The decision checks what the database checks, so this is a fault of ours, in it or before it; its
            # companions must not pay.
            if len(requests) == 1:
                raise
            log.exception("a batch of %s failed", len(requests))
            break
    half = len(requests) // 2
    parts = [requests[:half], requests[half:]] if bisections else [[request] for request in requests]
    return [outcome for part in parts for outcome in _settled(part, bisections - 1)]


def _settled(requests: list[PlaceRequest], bisections: int) -> list[Outcome]:
    """Outcomes of a part of a failed batch: its own failure is this part's alone."""
    try:
        return _place(requests, max(bisections, 0))
    except Unavailable:
        raise
    except Exception:
        assert len(requests) == 1
        log.exception("the purchase under key %s cannot be placed", requests[0].key)
        return [Refused("failed")]


def _attempt(requests: Sequence[PlaceRequest]) -> list[Outcome]:
    sound = [request for request in requests if not malformed(request)]
    # Within somebody's transaction (tests, the demo world) the commit is theirs.
    ours = not connection.in_atomic_block
    with transaction.atomic():
        at = clock.now()
        faults.reach("before_lock")
        found = batch.run(connection, reading.statements(sound, at)) if sound else _NOTHING
        state = reading.state(sound, at, found)
        decision = decide(requests, state)
        faults.reach("after_decision")
        if written := writing.statements(decision, state, at):
            batch.run(connection, written, commit=ours)
    faults.reach("after_commit")
    return list(decision.outcomes)


_NOTHING: list[list[tuple[Any, ...]]] = [[] for _ in range(reading.PARTS)]


def _passing(error: Exception) -> bool:
    """Whether trying again may help: the connection went away, or two transactions stood in each other's way."""
    cause = error.__cause__
    state = cause.sqlstate if isinstance(cause, psycopg.Error) else None
    return state is None or state[:2] in ("08", "40", "57")
