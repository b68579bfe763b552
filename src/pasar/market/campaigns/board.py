"""What is left of every running flash sale, kept in each process and read anew once a second.

Ten thousand people who look at the same hundred pieces cost a question a second, and whoever comes when all is gone
and the line is full is told so without one. It is at most `FRESH_S` old: good enough to show, and to turn away whoever
has no chance; never to sell by. Sales are counted under lock (`batch`).
"""

import threading
import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pasar.kernel import clock, sql
from pasar.market.campaigns.rules import LINE_PER_UNIT

FRESH_S = 1.0
STALE_S = 3.0
"""How old it may be for whoever is told without asking, while others ask."""

_lock = threading.Lock()
_items: "dict[int, Running]" = {}
_read_at: tuple[float, datetime] | None = None
_told_at = 0.0


@dataclass(frozen=True, slots=True)
class Running:
    """An open item of a slot."""

    id: int
    slot_id: int
    quota: int
    sold: int
    offered: int
    waiting: int
    starts_at: datetime
    ends_at: datetime
    places: Sequence[int]
    """Those who wait, in their order; of the longest lines the first."""

    @property
    def left(self) -> int:
        """Units that nobody has yet; some may be kept for those whose turn it is."""
        return self.quota - self.sold

    @property
    def hopeless(self) -> bool:
        """Whether a newcomer would find neither a unit nor room in the line."""
        return self.quota <= self.sold + self.offered and self.waiting >= self.quota * LINE_PER_UNIT

    def ahead(self, place_id: int) -> int | None:
        """How many wait before a place; None: it is not among those that wait, or came after this was read."""
        at = bisect_left(self.places, place_id)
        return at if at < len(self.places) and self.places[at] == place_id else None


def running(item_id: int) -> Running | None:
    """An open item as it was a moment ago; None: it is not open, or only just."""
    _refresh()
    return _items.get(item_id)


def gone(item_id: int) -> bool:
    """Whether it was sold out and its line full a moment ago; False also when that is not known. Never asks.

    Once a moment somebody is not told here, and so asks, for all who come after.
    """
    global _told_at
    now, before = time.monotonic(), _read_at
    if before is None or now - before[0] > STALE_S:
        return False
    found = _items.get(item_id)
    if found is None or not found.hopeless:
        return False
    if now - before[0] >= FRESH_S and now - _told_at >= FRESH_S:
        _told_at = now
        return False
    return True


def older_than(moment: datetime) -> bool:
    """Whether what is kept was read before a moment of the market's clock."""
    return _read_at is None or _read_at[1] <= moment


def of_slot(slot_id: int) -> list[Running]:
    """The open items of a slot as they were a moment ago."""
    _refresh()
    return [each for each in _items.values() if each.slot_id == slot_id]


def forget() -> None:
    """Read anew at the next question: for whoever has just changed what is shown."""
    global _read_at
    _read_at = None


def _refresh() -> None:
    global _items, _read_at
    before, now = _read_at, clock.now()
    if before and time.monotonic() - before[0] < FRESH_S and abs((now - before[1]).total_seconds()) < FRESH_S:
        return
    # One thread reads; the others make do with what there is, unless there is nothing yet.
    if not _lock.acquire(blocking=before is None):
        return
    try:
        if _read_at is before:
            rows = sql.rows(Running, "pasar.market.campaigns", "running")
            _items, _read_at = {row.id: row for row in rows}, (time.monotonic(), now)
    finally:
        _lock.release()
