"""One-time codes and cash on delivery as pure functions."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
MOST_ADDRESSES = 30


def code_text(key: str, code_id: int, nonce: bytes | memoryview, target: str, purpose: str) -> str:
    """The digits of a code, made from its row and the market's key."""
    said = b"\0".join((str(code_id).encode(), bytes(nonce), target.encode(), purpose.encode()))
    digest = hmac.new(b"one-time code\0" + key.encode(), said, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def same_code(given: str, real: str) -> bool:
    """Whether the digits given are the code; spaces and dashes that people type are passed over."""
    digits = "".join(letter for letter in given[:40] if letter not in " -\u00a0")
    return hmac.compare_digest(digits.encode(), real.encode())


@dataclass(frozen=True, slots=True)
class Refusals:
    """A customer's refused parcels: how many count, since when, and until when cash is off."""

    count: int
    since: datetime | None
    off_until: datetime | None


def refuse_parcel(before: Refusals, at: datetime, *, most: int, days: int) -> Refusals:
    """After one more parcel was refused: at `most` within `days` cash is switched off for `days`."""
    span = timedelta(days=days)
    if before.since is None or at - before.since > span:
        count, since = 1, at
    else:
        count, since = before.count + 1, before.since
    if count < most:
        return Refusals(count, since, before.off_until)
    return Refusals(0, None, max(filter(None, (before.off_until, at + span))))
