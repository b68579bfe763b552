"""Tracking numbers in shapes that carriers of each country use.

Source: for the post's numbers UPU standard S10 (two letters, eight digits, check digit, country).
"""

from random import Random

_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def s10_check(serial: str) -> int:
    """The check digit of eight digits: weights 8 6 4 2 3 5 9 7, 11 minus the sum modulo 11; 10 is 0 and 11 is 5."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, serial, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def number(country: str, reference: str) -> str:
    """A tracking number for a booking; the same booking has the same number."""
    serial = f"{Random(reference).randrange(10**8):08d}"
    return f"EP{serial}{s10_check(serial)}{country.upper()}"
