"""The demo bank speaks of money in decimal strings of major units; we keep minor units."""

import re

from pasar.kernel.money import EXPONENTS

_AMOUNT = re.compile(r"(\d{1,15})(?:\.(\d+))?", re.ASCII)


def minor_of(amount: str, currency: str) -> int:
    """`"12.50"` MYR is 1250; VND has no decimals.  Raises ValueError for anything that is not exactly an amount."""
    digits = EXPONENTS.get(currency)
    found = _AMOUNT.fullmatch(amount) if isinstance(amount, str) else None
    if digits is None or found is None:
        raise ValueError(f"no amount: {amount!r} {currency!r}")
    whole, fraction = found[1], (found[2] or "").rstrip("0")
    if len(fraction) > digits:
        raise ValueError(f"too many decimals for {currency}: {amount!r}")
    return int(whole + fraction.ljust(digits, "0"))


def major_of(minor: int, currency: str) -> str:
    """1250 MYR is `"12.50"`."""
    digits = EXPONENTS[currency]
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)
