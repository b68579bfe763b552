"""Uses that come back when what they were for is cancelled; and who counts as a person."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction

from pasar.kernel import clock, sql
from pasar.kernel.batch import run as run_batch
from pasar.market.promotions import batch
from pasar.market.promotions.queries.candidates import person_keys

PACKAGE = "pasar.market.promotions"


@transaction.atomic
def give_back_purchases(*, purchase_ids: Sequence[UUID]) -> int:
    """Purchases that were never paid give all their uses back, whatever the country's rule; return how many.

    Each use comes back once, by whichever way it is first.
    """
    found = sql.values(PACKAGE, "uses_of_purchases", purchase_ids=list(purchase_ids))
    return _give_back(found)


@transaction.atomic
def give_back(*, order_ids: Sequence[UUID]) -> int:
    """Orders cancelled or come back whole give back the uses that the rule of their day says; return how many.

    A use that went into several orders comes back with the last of them, unless the rule says otherwise.
    """
    sql.run(PACKAGE, "mark_gone", order_ids=sorted(order_ids), at=clock.now())
    return _give_back(sql.values(PACKAGE, "returnable", order_ids=list(order_ids)))


def _give_back(found: Iterable[Sequence[object]]) -> int:
    rows = list(found)
    if not rows:
        return 0
    # The counters before the uses, in the order that placing takes them.
    run_batch(connection, [batch.lock_promotions(int(str(row[1])) for row in rows)])
    return len(sql.values(PACKAGE, "give_back", ids=[row[0] for row in rows], at=clock.now()))


def know_shoppers(customers: Mapping[int, tuple[str, int]]) -> None:
    """Note which persons customers are, and add to their purchases. customers: country and how many more, by id."""
    if not customers:
        return
    keys = person_keys(customers)
    ordered = sorted(customers)
    sql.run(
        PACKAGE, "know_shoppers",
        customer_ids=ordered,
        countries=[customers[each][0] for each in ordered],
        person_keys=[keys[each] for each in ordered],
        more=[customers[each][1] for each in ordered],
        at=clock.now(),
    )  # fmt: skip
