"""Amounts and rates as people type them, with or without the marks that their country sets between digits."""

import re

from django.utils.translation import gettext_lazy as _

from pasar.countries import Country
from pasar.kernel.errors import Invalid
from pasar.kernel.money import EXPONENTS

_DIGITS = {ord(digit): str(value) for start in (0x0E50, 0xFF10) for value, digit in
           ((value, chr(start + value)) for value in range(10))}  # fmt: skip
_SHAPE = re.compile(r"[0-9]{1,15}([., ][0-9]{3})*([.,][0-9]{1,2})?")


def typed_minor(text: str, country: Country, *, exact: bool = False) -> int:
    """Minor units of `12500`, `12.500`, `12,500.00` or `12500,5`.  Raises Invalid.

    The last mark is the decimal one when one or two digits follow it, and groups thousands when three do; one mark
    cannot be both. exact: with decimals that nobody pays in, such as sen, for the books.
    """
    exponent = EXPONENTS[country.currency]
    most = exponent if exact or country.display_digits else 0
    typed = text.strip().translate(_DIGITS).replace("\u00a0", " ").removeprefix(country.symbol).strip()
    typed = typed.removesuffix(country.symbol).strip()
    if not _SHAPE.fullmatch(typed):
        raise Invalid(_("Please give an amount in digits, such as 12500."))
    whole, mark, part = re.fullmatch(r"(.*?)(?:([.,])([0-9]{1,2}))?", typed).groups()  # type: ignore[union-attr]
    both = bool(mark) and mark in whole
    whole = re.sub(r"[., ]", "", whole)
    if both or len(whole) > 15 or len((part or "").rstrip("0")) > most:
        raise Invalid(_("Please give an amount in digits, such as 12500."))
    scale: int = 10**exponent
    return int(whole) * scale + int((part or "").ljust(exponent, "0")[:exponent] or 0)


def shown_major(minor: int | None, country: Country) -> str:
    """An amount for a form's field: plain digits, decimals only where there are some."""
    if minor is None:
        return ""
    exponent = EXPONENTS[country.currency]
    whole, part = divmod(minor, 10**exponent)
    return f"{whole}.{part:0{exponent}d}" if part else str(whole)


_RATE = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")


def typed_bps(text: str) -> int:
    """Basis points of `12`, `12.5` or `12,50 %`.  Raises Invalid."""
    typed = text.strip().translate(_DIGITS).removesuffix("%").strip()
    if not _RATE.fullmatch(typed):
        raise Invalid(_("Please give a percentage in digits, such as 12.5."))
    whole, _mark, part = typed.replace(",", ".").partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def shown_bps(bps: int | None) -> str:
    """A rate for a form's field: 12.5."""
    return "" if bps is None else f"{bps / 100:g}"
