"""The line for what more people want than there is of it.

First come, first called, by the order in which the server heard them. While anybody waits, units that come free are
kept for the next in line within the transaction that frees them, so that nobody from outside finds them first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db import connection, transaction

from pasar.kernel import batch, clock, events, sql
from pasar.kernel.errors import PasarError, SignInNeeded
from pasar.kernel.gathering import Gathered
from pasar.market.campaigns import board, queries, rules
from pasar.market.campaigns.errors import NotRunning, SoldOut, TooManyOnDevice
from pasar.market.campaigns.events import PlaceCalled
from pasar.market.campaigns.operations.entering import PACKAGE
from pasar.market.campaigns.queries import PlaceView
from pasar.market.identity import batch as identity
from pasar.market.identity.batch import Session

PER_DEVICE = 2
"""Customers who may queue for one item from one device: a family's telephone, no farm of accounts."""
TURN = timedelta(minutes=5)
SIZE = 200
_SALT = "pasar.campaigns.line"


@dataclass(frozen=True, slots=True)
class Joining:
    """A customer who taps."""

    item_id: int
    customer_id: int
    device: str
    units: int
    session: Session | None


def join(
    *, item_id: int, customer_id: int, device: str, units: int = 1, session: Session | None = None
) -> PlaceView:
    """Take a place in the line for an item; who has one keeps it. It may be one's turn at once.

    device: a digest of the browser's own mark. session: what says that it is this customer, looked at under the same
    locks; None: who asks has looked.  Raises SignInNeeded; NotRunning; SoldOut when the line is full; TooManyOnDevice.
    """
    found = _together(Joining(item_id, customer_id, device[:64], max(units, 1), session))
    if isinstance(found, PasarError):
        raise found
    return found


def join_together(asked: Sequence[Joining]) -> list[PlaceView | PasarError]:
    """Take places in the order asked: one transaction, one lock an item, however many come at once."""
    with transaction.atomic():
        admitted = _admitted(asked)
        # A button pressed twice within a moment is one wish; the first one counts.
        wishes = {(each.item_id, each.customer_id): each for each in reversed(admitted)}
        ordered = [each for each in admitted if wishes[each.item_id, each.customer_id] is each]
        items = sorted({each.item_id for each in ordered})
        places = {}
        if queries.lock_items(items):
            sql.run(
                PACKAGE, "join_line",
                item_ids=sql.ints(each.item_id for each in ordered),
                customer_ids=sql.ints(each.customer_id for each in ordered),
                devices=sql.texts(each.device for each in ordered),
                units=sql.ints(each.units for each in ordered),
                at=clock.now(), per_device=PER_DEVICE, per_unit=rules.LINE_PER_UNIT,
            )  # fmt: skip
            call_next(items)
            places = queries.places(wishes)
    refused = {each.item_id for each in ordered if (each.item_id, each.customer_id) not in places}
    if refused:
        # Asked once for all of them; and who comes after a line is full is told so by what is found here.
        board.forget()
    return [
        places.get((each.item_id, each.customer_id)) or _why_not(each.item_id)
        if (each.item_id, each.customer_id) in wishes
        else SignInNeeded()
        for each in asked
    ]


LARGEST_BATCH = 64
_together = Gathered(join_together, largest=LARGEST_BATCH)


def _admitted(asked: Sequence[Joining]) -> list[Joining]:
    """Those whose session holds. Customers are locked before items, as when a purchase is placed."""
    claimed = [each for each in asked if each.session is not None]
    if not claimed:
        return list(asked)
    statement = identity.lock_standings(
        (each.customer_id for each in claimed), (each.session.sid for each in claimed if each.session)
    )
    [rows] = batch.run(connection, [statement])
    found = identity.read_standings(rows)
    return [
        each
        for each in asked
        if each.session is None
        or (each.customer_id in found and found[each.customer_id].admits(each.session))
    ]


def _why_not(item_id: int) -> PasarError:
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


@dataclass(frozen=True, slots=True)
class Ticket:
    """A place in a line as its holder carries it."""

    item_id: int
    customer_id: int
    place_id: int
    ahead: int | None
    """How many waited before them when they took it; None: nobody had to be waited for."""
    taken_at: datetime


def ticket(place: PlaceView) -> str:
    """The place as a signed word for an address: it outlives a reload, and nobody can make up one."""
    ahead = place.ahead if place.state == "waiting" else None
    taken_at = place.joined_at.timestamp()
    return signing.dumps([place.item_id, place.customer_id, place.id, ahead, taken_at], salt=_SALT)


def read_ticket(word: str, customer_id: int) -> Ticket | None:
    """This customer's ticket; None when it is not theirs, or not ours."""
    try:
        item_id, holder, place_id, ahead, taken_at = signing.loads(word, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if holder != customer_id:
        return None
    return Ticket(item_id, holder, place_id, ahead, datetime.fromtimestamp(taken_at, UTC))


def ahead_of(ticket: Ticket) -> int | None:
    """How many waited before this place a moment ago, by what each process keeps of the lines; None: it is not known to
    wait, and the database is to be asked what became of it."""
    found = board.running(ticket.item_id)
    if found is None:
        return None
    # Who has just come is not on the board yet, but knows how many were before them.
    return ticket.ahead if board.older_than(ticket.taken_at) else found.ahead(ticket.place_id)
