"""The run: a market, its people, and time that passes."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from pasar.kernel import clock, ids
from pasar.simulate.living import founding, outside
from pasar.simulate.living.clockwork import TURN, Clockwork
from pasar.simulate.living.faults import ROUGH, Faults
from pasar.simulate.living.people import People
from pasar.simulate.living.summary import Summary, summarise

BEGIN = datetime(2026, 10, 5, tzinfo=UTC)
"""A Monday. The run never begins before the market's newest news, so that time goes forward for it too."""
BUYING = 0.75
"""Of the days people buy in so many; the rest is for what they bought to arrive and be settled."""
HOURS = (1, 1, 2, 3, 3, 3, 4, 5, 5, 4, 4, 4, 5, 6, 6, 5, 3, 2, 1, 1, 1, 1, 1, 1)
"""How busy the hours are, in UTC: the evening in Jakarta is at 13."""
FEWEST, CUSTOMERS = 6, 40

Progress = Callable[[str, int, int], None]


def run(
    *,
    seed: int,
    days: int = 30,
    orders: int = 2000,
    progress: Progress = lambda _label, _done, _total: None,
    bank_database: str | None = None,
    carrier_database: str | None = None,
) -> Summary:
    """Let so many orders happen within so many days, on whatever market there is; what came of it.

    The databases of bank and carrier are theirs alone; PASAR_BANK_DATABASE and PASAR_CARRIER_DATABASE where not given.
    On an empty market the same seed, days and orders give the same market, whatever the machine.
    """
    assert days >= 1
    assert orders >= 1
    mark = "" if _is_empty() else ids.uuid7().hex[-8:]
    begin = BEGIN if not mark else _next_midnight(clock.now())
    with clock.frozen(begin), ids.repeatable(f"{seed}{mark}", begin):
        faults = Faults(Random(f"{seed}:faults"), ROUGH)
        with outside.opened(
            bank_database=bank_database or os.environ["PASAR_BANK_DATABASE"],
            carrier_database=carrier_database or os.environ["PASAR_CARRIER_DATABASE"],
            seed=seed, faults=faults,
        ) as world:  # fmt: skip
            random = Random(f"{seed}:founding")
            founding.prepare()
            ventures = [
                founding.found(
                    country, random, customers=min(CUSTOMERS, max(FEWEST, orders // 20)), mark=f"{seed}{mark}"
                )
                for country in founding.all_ventures()
            ]
            people = People(ventures, Random(f"{seed}:people"), faults, world.bank)
            works = Clockwork(world, faults, people.ears())
            people.fill_wallets()
            _live(works, people, begin, days, orders, progress)
        return summarise(seed=seed, days=days, happened=people.counted, faults=faults.happened)


def _live(
    works: Clockwork, people: People, begin: datetime, days: int, orders: int, progress: Progress
) -> None:
    turns = days * 24 * 4
    # The first two hours are for wallets to be filled.
    busy = [HOURS[(begin + TURN * turn).hour] if turn >= 8 else 0 for turn in range(int(turns * BUYING))]
    total, passed = sum(busy), 0
    for turn in range(1, turns + 1):
        now = begin + TURN * turn
        done = people.act_until(now)
        clock.freeze(now)
        if turn <= len(busy):
            passed += busy[turn - 1]
            done += _buy(people, orders * passed // total)
        works.turn(now, quiet=not done)
        if turn % 4 == 0:
            progress(f"(day {turn // 96 + 1} of {days}, {people.orders_placed:,} orders)", turn, turns)


def _buy(people: People, target: int) -> int:
    """Purchases until so many orders were placed in all; some are turned away, so a few more are tried."""
    before = people.orders_placed
    for _ in range(8):
        missing = target - people.orders_placed
        if missing <= 0:
            break
        people.shop(max(1, missing * 2 // 3))
    return people.orders_placed - before


def _is_empty() -> bool:
    from pasar.market.sellers import queries

    return not any(queries.open_shops(country.key) for country in founding.all_ventures())


def _next_midnight(at: datetime) -> datetime:
    return (at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
