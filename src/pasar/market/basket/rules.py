"""Who owns a basket, and which numbers of units are taken."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pasar.market.campaigns.rules import Choice, Price, choose

MOST_UNITS = 999
MOST_LINES = 200
"""In a basket. How many of them one purchase takes is a rule of checkout's."""
MOST_SAVED = 200
SAVED_AT_ONCE = 12
"""Things saved for later that are read at a time."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_UNITS = re.compile(r"[0-9]{1,3}", re.ASCII)
_PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Owner:
    """A customer, or a guest by the token that only their browser keeps. With neither, nobody: an empty basket."""

    customer_id: int | None = None
    guest_token: str | None = None

    @property
    def guest_hash(self) -> bytes | None:
        """What the database knows of the guest; None for customers and for tokens we never gave out.

        Looking up a hash of 192 random bits tells nothing by the time it takes.
        """
        if self.customer_id is not None:
            return None
        return token_hash(self.guest_token)

    @property
    def is_somebody(self) -> bool:
        return self.customer_id is not None or self.guest_hash is not None


def new_token() -> str:
    """A guest's token: 192 random bits, URL-safe."""
    return secrets.token_urlsafe(24)


def token_hash(token: object) -> bytes | None:
    """SHA-256 of a token of ours; None for anything that does not look like one (empty, blank, a list …)."""
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(token.encode()).digest()


def place_text(saved_at: datetime, sku_id: int) -> str:
    """Where one is in the list of what was saved for later, for an address: microseconds and SKU."""
    return f"{(saved_at - _EPOCH) // timedelta(microseconds=1)}-{sku_id}"


def place_of(text: str) -> tuple[datetime, int] | None:
    """What `place_text` wrote; None for anything else."""
    found = _PLACE.fullmatch(text)
    try:
        return (_EPOCH + timedelta(microseconds=int(found[1])), int(found[2])) if found else None
    except OverflowError:
        return None


def on_offer(prices: Sequence[Price], units: int, offer_minor: int, free: int) -> tuple[int, Choice, int]:
    """What a unit costs now, why so, and how many there are: a flash item's pieces lie on a shelf of their own."""
    choice = choose(prices, units, offer_minor)
    unit_minor = choice.price.unit_minor if choice.price else offer_minor
    on_own_shelf = choice.price is not None and choice.price.shelf_id is not None
    return unit_minor, choice, max(free, choice.most or 0) if on_own_shelf else free


def units_of(given: object) -> int | None:
    """The number of units that was sent, 1 to 999; None for anything else.

    Only ASCII digits count as digits: `int()` would also take other scripts' digits, blanks, signs and underscores.
    """
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return given if 1 <= given <= MOST_UNITS else None
    if not isinstance(given, str) or not _UNITS.fullmatch(given):
        return None
    return int(given) or None
