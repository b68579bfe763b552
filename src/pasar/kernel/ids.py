"""Ids made before commit: UUIDv7 (RFC 9562, section 5.7), and the short numbers people read aloud.

A batch needs no RETURNING and a retry carries the same id, because the application makes them.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import NewType
from uuid import UUID, SafeUUID

CustomerId = NewType("CustomerId", int)
PersonId = NewType("PersonId", int)
SellerId = NewType("SellerId", int)
ShopId = NewType("ShopId", int)
ListingId = NewType("ListingId", int)
SkuId = NewType("SkuId", int)
WarehouseId = NewType("WarehouseId", int)
PurchaseId = NewType("PurchaseId", UUID)
OrderId = NewType("OrderId", UUID)
LineId = NewType("LineId", UUID)
PaymentId = NewType("PaymentId", UUID)
ParcelId = NewType("ParcelId", UUID)

_lock = threading.Lock()
_last = 0
_source: tuple[Callable[[], int], Callable[[int], bytes]] = (lambda: time.time_ns() // 1_000_000, os.urandom)
"""Where ids take their milliseconds and their random end from."""


def uuid7() -> UUID:
    """A new UUIDv7, later than every earlier one of this process, so that rows of one batch keep their order.

    The 12 bits behind the millisecond count up within it (RFC 9562, section 6.2, method 1). It takes the
    machine's time, not the market's clock: an id is not a timestamp, and a clock wound in a sandbox must not
    bring ids back.
    """
    global _last
    now_ms, entropy = _source
    stamp = now_ms() << 12
    with _lock:
        stamp = stamp if stamp > _last else _last + 1
        _last = stamp
        random = int.from_bytes(entropy(8), "big") & ((1 << 62) - 1)
    made = _new(UUID)
    # As UUID's own constructor does, which first looks through the other five ways to make one.
    _set(made, "int", ((stamp >> 12) << 80) | (0x7 << 76) | ((stamp & 0xFFF) << 64) | (0b10 << 62) | random)
    _set(made, "is_safe", SafeUUID.unknown)
    return made


_new, _set = object.__new__, object.__setattr__


@contextmanager
def repeatable(seed: str, begin: datetime) -> Iterator[None]:
    """Within the block this process makes the same ids for the same seed, in the same order of calls.

    For a simulation that must be the same every time, in a database of its own: anywhere else such ids would meet
    those of the run before. begin: the time that they tell.
    """
    global _last, _source
    before, count_before = _source, _last
    began_ms = int(begin.timestamp() * 1_000)
    _source, _last = (lambda: began_ms, Random(seed).randbytes), 0
    try:
        yield
    finally:
        _source, _last = before, max(count_before, _last)


_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U to misread."""
_PAIRS = [high + low for high in _DIGITS for low in _DIGITS]


def short_number(country: str, at: datetime, source: UUID, prefix: str = "") -> str:
    """The number of a purchase, order or case as people see it, such as `ID-261124-7K3M9QXZ`.

    country: the venture's key. at: the moment in the venture's own time zone. source: the row's UUIDv7, of
    whose random end 40 bits are shown; a unique key in the database is the second guard.
    """
    bits = source.int & ((1 << 40) - 1)
    code = "".join([_PAIRS[(bits >> shift) & 1023] for shift in (30, 20, 10, 0)])
    return f"{prefix}{country.upper()}-{at:%y%m%d}-{code}"
