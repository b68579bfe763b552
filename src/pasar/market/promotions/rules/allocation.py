"""How one amount becomes amounts of lines, of units and of those who pay for it. The parts sum to it, always."""

from collections.abc import Sequence

from pasar.countries import Country
from pasar.kernel.money import EXPONENTS, share, split


def allocate(minor: int, weights: Sequence[int], step: int = 1) -> list[int]:
    """Parts of `minor` in proportion to `weights`, by largest remainder; none is more than its weight.

    minor: at most the sum of the weights. step: parts are multiples of it, where `minor` and the weights allow.
    """
    if minor == 0:
        return [0] * len(weights)
    if len(weights) == 1:
        return [minor]
    steps = [weight // step for weight in weights]
    if minor % step or minor // step > sum(steps):
        return split(minor, weights)
    return [part * step for part in split(minor // step, steps)]


def fund(cuts: Sequence[int], seller_share_bps: int) -> list[int]:
    """What the sellers bear of these cuts: their share of the sum, in proportion to the cuts."""
    return split(share(sum(cuts), seller_share_bps), cuts) if cuts else []


def whole(country: Country) -> int:
    """The smallest amount that is shown and priced there: a rupiah is 100 minor units."""
    return int(10 ** (EXPONENTS[country.currency] - country.display_digits))
