"""What a charge means for a payment, and how long to wait before asking again: arithmetic and decisions only."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: what banks print is read aloud by people."""

FIRST_WAIT_S = 2
LONGEST_WAIT_S = 900
ASK_AFTER = timedelta(minutes=2)
"""How long a charge is left to its notice before the provider is asked by ourselves."""


def reference_of(country: str, payment_id: UUID) -> str:
    """Our reference of a payment: 22 characters, as QR codes take 25 at most. 100 bits of the id tell it apart."""
    bits = payment_id.int & ((1 << 100) - 1)
    return country.upper() + "".join(_DIGITS[(bits >> shift) & 31] for shift in range(95, -1, -5))


def wait(attempts: int) -> timedelta:
    """How long until the next try after so many: doubling from two seconds to a quarter of an hour."""
    return timedelta(seconds=min(FIRST_WAIT_S * 2 ** min(attempts, 12), LONGEST_WAIT_S))


@dataclass(frozen=True, slots=True)
class Expected:
    """What we asked for."""

    reference: str
    currency: str
    amount_minor: int
    mode: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the provider has."""

    reference: str
    currency: str
    amount_minor: int
    received_minor: int | None
    state: str
    mode: str


Verdict = Literal["captured", "wrong_amount", "refused", "pending", "mismatch"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a payment.

    captured, wrong_amount: the money is there, in full or in another amount (it goes back). mismatch: this is not the
    charge we asked for; nothing moves and an operator looks at it. `problem` says which part differs.
    """

    verdict: Verdict
    problem: str = ""


def judge(expected: Expected, found: Found) -> Judgement:
    """Compares everything before any money moves: reference, mode, currency, and both amounts."""
    if found.reference != expected.reference:
        return Judgement("mismatch", "wrong_reference")
    if found.mode != expected.mode:
        return Judgement("mismatch", "wrong_mode")
    if found.currency != expected.currency:
        return Judgement("mismatch", "wrong_currency")
    if found.state == "refused":
        return Judgement("refused", "refused")
    if found.state != "paid":
        return Judgement("pending")
    if found.received_minor is None or found.received_minor <= 0:
        return Judgement("mismatch", "nothing_received")
    if found.received_minor != expected.amount_minor:
        return Judgement("wrong_amount", "wrong_amount")
    return Judgement("captured")
