"""The line for what more people want than there is of it.

First come, first called, by the order in which the server heard them. While anybody waits, units that come free are
kept for the next in line within the transaction that frees them, so that nobody from outside finds them first.
"""

from datetime import timedelta

from django.core import signing
from django.db import transaction

from pasar.kernel import clock, events, sql
from pasar.kernel.errors import PasarError
from pasar.market.campaigns import board, queries, rules
from pasar.market.campaigns.errors import NotRunning, SoldOut, TooManyOnDevice
from pasar.market.campaigns.events import PlaceCalled
from pasar.market.campaigns.operations.entering import PACKAGE
from pasar.market.campaigns.queries import PlaceView

PER_DEVICE = 2
"""Customers who may queue for one item from one device: a family's telephone, no farm of accounts."""
TURN = timedelta(minutes=5)
SIZE = 200
_SALT = "pasar.campaigns.line"


def join(*, item_id: int, customer_id: int, device: str, units: int = 1) -> PlaceView:
    """Take a place in the line for an item; who has one keeps it. It may be one's turn at once.

    device: a digest of the browser's own mark.  Raises NotRunning; SoldOut when the line is full; TooManyOnDevice.
    """
    with transaction.atomic():
        sql.run(
            PACKAGE, "join_line",
            item_id=item_id, customer_id=customer_id, device=device[:64], units=max(units, 1), at=clock.now(),
            per_device=PER_DEVICE, per_unit=rules.LINE_PER_UNIT,
        )  # fmt: skip
        call_next([item_id])
        mine = queries.place(item_id, customer_id)
    if mine is None:
        raise _why_not(item_id)
    return mine


def _why_not(item_id: int) -> PasarError:
    board.forget()
    found, now = board.running(item_id), clock.now()
    if found is None or not found.starts_at <= now < found.ends_at:
        return NotRunning()
    return (
        SoldOut() if found.waiting >= found.quota * rules.LINE_PER_UNIT else TooManyOnDevice(retry_after_s=60)
    )


@transaction.atomic
def leave(*, item_id: int, customer_id: int) -> None:
    """Give up a place; what was kept for it goes to the next. Again: nothing."""
    if queries.lock_items([item_id]):
        sql.run(PACKAGE, "leave_line", item_id=item_id, customer_id=customer_id)
        call_next([item_id])


def end_turns(*, size: int = SIZE) -> int:
    """Turns that were not used in time go to the next in line; the items looked at."""
    now = clock.now()
    if not queries.turns_due(now):
        return 0
    with transaction.atomic():
        late = [key for (key,) in sql.values(PACKAGE, "lock_late_turns", at=now, size=size)]
        if late:
            sql.run(PACKAGE, "end_turns", item_ids=sql.ints(late), at=now)
            call_next(late)
    return len(late)


def call_next(item_ids: list[int]) -> int:
    """Within a transaction: let those whose turn it is know, and keep their units for them; how many were called."""
    if not queries.lock_items(item_ids):
        return 0
    rows = sql.values(PACKAGE, "call_next", item_ids=sql.ints(item_ids), until=clock.now() + TURN)
    events.append(
        PlaceCalled(country=country, item_id=item, customer_id=customer, listing_id=listing)
        for item, customer, listing, country in rows
    )
    return len(rows)


def ticket(place: PlaceView) -> str:
    """The place as a signed word for an address: it outlives a reload, and nobody can make up one."""
    return signing.dumps([place.item_id, place.customer_id, place.id], salt=_SALT)


def read_ticket(word: str, customer_id: int) -> int | None:
    """The item of this customer's ticket; None when it is not theirs, or not ours."""
    try:
        item_id, holder, _place = signing.loads(word, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(item_id) if holder == customer_id else None
