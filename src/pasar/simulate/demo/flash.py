"""Flash sales round the clock, and a campaign that runs: sellers nominate, the operator approves, by the real verbs.

The slot that runs when the world is loaded is made at the hour before it; those to come are kept a few ahead by a
sweeper, so that a sandbox left running always has one on.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from pasar import countries
from pasar.kernel import clock
from pasar.kernel.errors import Conflict, Invalid
from pasar.market.campaigns import operations, queries
from pasar.market.campaigns.operations import Nomination
from pasar.market.campaigns.rules import Terms
from pasar.market.checkout.rules import Wanted
from pasar.market.stock import queries as stock
from pasar.simulate.demo import market, steps
from pasar.simulate.demo.market import Market

HOURS = 3
AHEAD = 4
"""Slots kept in front of the one that runs."""
KNOWN = 100
"""Slots looked at before others are announced."""
THINGS = {"full": 12, "small": 6}
ENROLLED = {"full": 30, "small": 8}
CANDIDATES = 120
TERMS = Terms(min_cut_bps=1_000, look_back_days=30, min_days_priced=7)
CAMPAIGN_TERMS = Terms(min_cut_bps=500, look_back_days=30, min_days_priced=7)


def fill(there: Market) -> dict[str, Any]:
    """The slot that runs and a campaign; returns what later slots are made of."""
    now = clock.now()
    known = {
        "size": there.known["size"],
        "operator": there.known["operator"],
        "goods": [
            [sku, there.seller_of(offer.shop)]
            for offer in there.offered[:CANDIDATES]
            if offer.created_at < now - timedelta(days=TERMS.min_days_priced + 1)
            for sku in there.sku_ids(offer)[:1]
        ],
    }
    begins = _begin(there.country, now)
    with clock.frozen(begins - timedelta(hours=1)):
        _slot(there.country, known, begins, begins + timedelta(hours=HOURS))
        _campaign(there.country, known, begins)
    operations.open_due()
    _first_buyers(there, now)
    return known


def _first_buyers(there: Market, now: datetime) -> None:
    """Some have bought already, at the flash price, as its bar shows."""
    random = Random(f"flash buyers {there.country}")
    shoppers = there.known["shoppers"]
    for number, item in enumerate(queries.running_items(there.country, THINGS[there.known["size"]])):
        for turn in range(random.randint(0, min(item.quota - 1, 4))):
            customer = shoppers[(number * 4 + turn) % len(shoppers)]
            key = f"demo-{there.country}-flash-{item.id}-{turn}"
            market.buy(there, customer, [Wanted(item.sku_id, 1)], "cod", now, key)


def keep() -> int:
    """Announce the slots that are missing ahead, in every demo venture; how many. For a sandbox's worker."""
    if not settings.SANDBOX:
        return 0
    return sum(_keep(country) for country in countries.all_countries() if steps.done(f"{country}.flash"))


def _keep(country: str) -> int:
    now, made = clock.now(), 0
    there = queries.slots(country, size=KNOWN)
    wanted = [_begin(country, now + timedelta(hours=HOURS * n)) for n in range(1, AHEAD + 1)]
    # Hours that somebody announced a slot of their own for are theirs.
    missing = [
        begins
        for begins in wanted
        if all(slot.ends_at <= begins or slot.starts_at >= begins + timedelta(hours=HOURS) for slot in there)
    ]
    known = steps.data(f"{country}.flash") if missing else {}
    for begins in missing:
        _slot(country, known, begins, begins + timedelta(hours=HOURS))
        made += 1
    return made


def _begin(country: str, at: datetime) -> datetime:
    """The beginning of the slot that a moment lies in: every three hours of the venture's own day."""
    local = at.astimezone(ZoneInfo(countries.get(country).time_zone))
    return local.replace(hour=local.hour // HOURS * HOURS, minute=0, second=0, microsecond=0)


def _slot(country: str, known: dict[str, Any], begins: datetime, ends: datetime) -> None:
    random = Random(f"flash {country} {begins.isoformat()}")
    operator = f"person:{known['operator']}"
    slot = operations.open_slot(
        country=country, starts_at=begins, ends_at=ends, nominate_by=begins, terms=TERMS, actor=operator
    )
    chosen = random.sample(known["goods"], min(len(known["goods"]), 2 * THINGS[known["size"]]))
    verdicts = queries.verdicts(country, {sku: 0 for sku, _seller in chosen}, TERMS)
    free = stock.free([sku for sku, _seller in chosen])
    items: list[int] = []
    for sku, seller in chosen:
        units = min(random.choice((5, 8, 10, 12, 20)), free[sku] // 2)
        most = verdicts[sku].most_minor
        if len(items) == THINGS[known["size"]] or most is None or units < 1:
            continue
        try:
            items.append(
                operations.nominate(
                    slot_id=slot, seller_id=seller, actor=f"seller:{seller}",
                    nomination=Nomination(
                        sku_id=sku, price_minor=_lower(country, most, random.uniform(0.7, 1.0)), units=units,
                        per_customer=min(units, random.choice((1, 2))),
                    ),
                )
            )  # fmt: skip
        except (Conflict, Invalid):
            continue  # in that slot already, or no longer on sale
    operations.approve(country=country, item_ids=items, actor=operator)


def _campaign(country: str, known: dict[str, Any], begins: datetime) -> None:
    """The month's double day, as South-East Asia keeps it."""
    random = Random(f"campaign {country}")
    name = f"{begins.month}.{begins.month}"
    campaign = operations.open_campaign(
        country=country, slug=name.replace(".", "-"), names=dict.fromkeys(countries.get(country).languages, name),
        starts_at=begins, ends_at=begins + timedelta(days=14), enrol_by=begins, terms=CAMPAIGN_TERMS,
        actor=f"person:{known['operator']}",
    )  # fmt: skip
    chosen = known["goods"][: 2 * ENROLLED[known["size"]]]
    verdicts = queries.verdicts(country, {sku: 0 for sku, _seller in chosen}, CAMPAIGN_TERMS)
    enrolled = 0
    for sku, seller in chosen:
        most = verdicts[sku].most_minor
        if most is None or enrolled == ENROLLED[known["size"]]:
            continue
        try:
            operations.enrol(
                campaign_id=campaign, seller_id=seller, actor=f"seller:{seller}",
                prices={sku: _lower(country, most, random.uniform(0.88, 1.0))},
            )  # fmt: skip
        except (Conflict, Invalid):
            continue
        enrolled += 1


def _lower(country: str, most_minor: int, part: float) -> int:
    """A whole price step at or below a part of the highest accepted price."""
    step = countries.get(country).price_step_minor
    return max(int(most_minor * part) // step, 1) * step
