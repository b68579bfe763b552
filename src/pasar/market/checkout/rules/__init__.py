"""What a selection costs, and why: a pure function of goods, rate cards, address and time.

Same input, same quote. The parts sum to the whole, no part is negative, and more units never cost less.
"""

from pasar.market.checkout.rules.differing import Difference, differences
from pasar.market.checkout.rules.quoting import cash_problems, quote
from pasar.market.checkout.rules.shapes import (
    CASH,
    MOST_LINES,
    MOST_MINOR,
    MOST_UNITS,
    OFFER,
    WALLET,
    Goods,
    Offers,
    Problem,
    Quote,
    QuotedLine,
    QuotedParcel,
    QuoteInput,
    Shop,
    Wanted,
    Wishes,
)

__all__ = [
    "CASH",
    "MOST_LINES",
    "MOST_MINOR",
    "MOST_UNITS",
    "OFFER",
    "WALLET",
    "Difference",
    "Goods",
    "Offers",
    "Problem",
    "Quote",
    "QuoteInput",
    "QuotedLine",
    "QuotedParcel",
    "Shop",
    "Wanted",
    "Wishes",
    "cash_problems",
    "differences",
    "quote",
]
