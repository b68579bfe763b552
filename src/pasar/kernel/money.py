"""Money: an integer of minor units with its currency, and the few things one may do with it.

No float comes near. Rates are basis points (1 bps = 0.01 %). Splits use the largest remainder, so that
parts always sum to the whole.
Source: ISO 4217 for the number of minor units per currency.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

EXPONENTS: Mapping[str, int] = {"IDR": 2, "MYR": 2, "PHP": 2, "SGD": 2, "THB": 2, "VND": 0}
"""Decimal digits of the minor unit. IDR has sen by ISO 4217, although rupiah are shown and priced whole."""

BPS = 10_000


class CurrencyMismatch(TypeError):
    """Two amounts of different currency met. A bug, never a user's mistake."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount of one currency, in its minor units. May be negative (a difference), never fractional."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {type(self.minor).__name__}")
        if self.currency not in EXPONENTS:
            raise ValueError(f"unknown currency {self.currency!r}")

    def _same(self, other: "Money") -> None:
        if not isinstance(other, Money):
            raise TypeError(f"money with {type(other).__name__}")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} with {other.currency}")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, units: int) -> "Money":
        if type(units) is not int:
            raise TypeError("money is multiplied by whole units; shares go through `share`")
        return Money(self.minor * units, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    @property
    def exponent(self) -> int:
        return EXPONENTS[self.currency]


def share(minor: int, rate_bps: int) -> int:
    """`rate_bps` of `minor`, rounded half away from zero to a whole minor unit."""
    product = minor * rate_bps
    quotient, rest = divmod(abs(product), BPS)
    rounded = quotient + (1 if rest * 2 >= BPS else 0)
    return rounded if product >= 0 else -rounded


def included(minor: int, rate_bps: int) -> int:
    """The tax contained in a tax-inclusive amount, rounded half away from zero.

    A price of 111 at 11 % contains 11: `minor * rate / (100 % + rate)`.
    """
    divisor = BPS + rate_bps
    quotient, rest = divmod(abs(minor) * rate_bps, divisor)
    rounded = quotient + (1 if rest * 2 >= divisor else 0)
    return rounded if minor >= 0 else -rounded


def split(minor: int, weights: Sequence[int]) -> list[int]:
    """Parts of `minor` in proportion to `weights`, by largest remainder; ties go to the earlier part.

    minor: 0 or more. weights: each 0 or more. With no weight at all the parts are equal as far as they can be.
    The parts sum to `minor`, and none is more than one minor unit away from its exact share.
    """
    if minor < 0 or any(weight < 0 for weight in weights):
        raise ValueError("amount and weights are 0 or more")
    if not weights:
        raise ValueError("nothing to split over")
    total = sum(weights)
    if total == 0:
        weights, total = [1] * len(weights), len(weights)
    parts, remainders = [], []
    for position, weight in enumerate(weights):
        part, rest = divmod(minor * weight, total)
        parts.append(part)
        remainders.append((-rest, position))
    for _, position in sorted(remainders)[: minor - sum(parts)]:
        parts[position] += 1
    return parts


def round_to(minor: int, step: int) -> int:
    """The multiple of `step` nearest to `minor`, half up: for cash and for shop prices."""
    return (minor + step // 2) // step * step
