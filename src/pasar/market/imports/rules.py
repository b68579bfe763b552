"""What a value in a file means. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html import unescape

from pasar.kernel.money import round_to

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_ADDRESS = re.compile(r"^https?://[^\s\"'<>\\]{4,1900}$", re.IGNORECASE)


class Reject(Exception):
    """A row that cannot be taken; `code` is the reason, `value` what was there."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


@dataclass(frozen=True, slots=True)
class PriceReading:
    """How a file writes prices. refuse: values that stand for "none"."""

    decimal: str = "."
    thousands: str = ""
    refuse: frozenset[Decimal] = frozenset()
    most: Decimal | None = None


def price_minor(text: str, reading: PriceReading, *, exponent: int, step_minor: int) -> int:
    """A price in minor units, on the nearest of the country's price steps.  Raises Reject."""
    plain = text.strip()
    if reading.thousands:
        plain = plain.replace(reading.thousands, "")
    if reading.decimal != ".":
        plain = plain.replace(reading.decimal, ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Reject("price_unreadable", text) from None
    if not value.is_finite() or value in reading.refuse:
        raise Reject("price_missing", text)
    if value <= 0:
        raise Reject("price_not_positive", text)
    if reading.most is not None and value > reading.most:
        raise Reject("price_too_high", text)
    minor = round_to(int((value * 10**exponent).to_integral_value()), step_minor)
    if minor <= 0:
        raise Reject("price_not_positive", text)
    return minor


def whole(text: str, *, least: int, most: int, otherwise: int) -> int:
    """A whole number within bounds; `otherwise` for what is none."""
    try:
        return min(max(int(Decimal(text)), least), most)
    except (InvalidOperation, ValueError, OverflowError):
        return otherwise


def line(text: str, most: int) -> str:
    """One line of plain text without entities, tabs and breaks, cut at a word when it is too long."""
    found = " ".join(unescape(text).replace("\0", "").split())
    if len(found) > most:
        found = found[: most + 1].rsplit(" ", 1)[0][:most]
    return found


def address(text: str) -> str:
    """A picture's web address, or nothing for what is none: kept as text, never fetched."""
    text = text.strip()
    return text if _ADDRESS.match(text) else ""


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet shows and does not calculate."""
    return f"'{text}" if _FORMULA.match(text) else text
