"""Money, numbers, dates, phones and addresses as each country writes them.

Formatting goes by the country's shops where those differ from CLDR: rupiah and dong without decimals, zero decimals
dropped in the Philippines and Thailand, Thai years as Buddhist years.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from django.utils.translation import gettext_lazy as _

from pasar.countries import Country
from pasar.kernel.errors import Invalid
from pasar.kernel.money import EXPONENTS

_DIGITS = {ord(digit): str(value) for start in (0x0E50, 0x0660, 0xFF10) for value, digit in
           ((value, chr(start + value)) for value in range(10))}  # fmt: skip
"""Thai, Arabic and full-width digits as people's keyboards give them."""

_SHORT = {
    "en": ((10**6, "M", 1), (10**3, "K", 1)), "fil": ((10**6, "M", 1), (10**3, "K", 1)),
    "id": ((10**6, " jt", 1), (10**3, " rb", 1)), "ms": ((10**6, " jt", 1), (10**3, "k", 1)),
    "vi": ((10**6, "tr", 1), (10**3, "k", 1)), "th": ((10**6, " ล้าน", 1), (10**4, " หมื่น", 1), (10**3, " พัน", 1)),
}  # fmt: skip


@dataclass(frozen=True)
class MoneyText:
    """An amount for show: the sign apart, so that it can be set smaller."""

    sign: str
    amount: str
    sign_after: bool
    negative: bool

    def __str__(self) -> str:
        minus = "-" if self.negative else ""
        return f"{minus}{self.amount} {self.sign}" if self.sign_after else f"{minus}{self.sign}{self.amount}"


def _tag(country: Country, language: str) -> str:
    return country.locales.get(language) or country.locales[country.languages[0]]


def locale_of(country: Country, language: str) -> Locale:
    return _locale(_tag(country, language))


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag)


@lru_cache(maxsize=20_000)
def _decimal(number: float, pattern: str | None, tag: str) -> str:
    """A number in a locale's digits. A page of results writes a hundred, and shops repeat their prices."""
    return str(format_decimal(number, pattern, locale=_locale(tag)))


def money_text(minor: int, country: Country, language: str) -> MoneyText:
    """An amount of the country's currency in its minor units, as its shops write it."""
    exponent = EXPONENTS[country.currency]
    whole, part = divmod(abs(minor), 10**exponent)
    if country.display_digits == 0 or (country.hide_zero_decimals and part == 0):
        if part * 2 >= 10**exponent and exponent:
            whole += 1
        amount = _decimal(whole, "#,##0", _tag(country, language))
    else:
        mark = "," if _decimal(1.5, None, _tag(country, language))[1] == "," else "."
        amount = _decimal(whole, "#,##0", _tag(country, language)) + f"{mark}{part:0{exponent}d}"
    return MoneyText(country.symbol, amount, country.symbol_after, minor < 0)


def exact_money_text(minor: int, country: Country, language: str) -> str:
    """With every minor unit: for statements and the ledger, where sen and satang count."""
    exponent = EXPONENTS[country.currency]
    whole, part = divmod(abs(minor), 10**exponent)
    amount = _decimal(whole, "#,##0", _tag(country, language))
    if exponent:
        mark = "," if _decimal(1.5, None, _tag(country, language))[1] == "," else "."
        amount += f"{mark}{part:0{exponent}d}"
    return str(MoneyText(country.symbol, amount, country.symbol_after, minor < 0))


def major_units(minor: int, currency: str) -> str:
    """A plain decimal for machines and form fields: 12500.50; no grouping."""
    exponent = EXPONENTS[currency]
    whole, part = divmod(abs(minor), 10**exponent)
    return ("-" if minor < 0 else "") + (f"{whole}.{part:0{exponent}d}" if exponent else str(whole))


def short_count(number: int, country: Country, language: str) -> str:
    """A count as shops show it: 950, 1,2 rb, 12K."""
    tag = _tag(country, language)
    for size, word, digits in _SHORT.get(language, _SHORT["en"]):
        if number >= size:
            tenths = number * 10 // size
            value = tenths / 10 if tenths < 100 and digits else tenths // 10
            return _decimal(value, "#,##0.#", tag) + word
    return _decimal(number, "#,##0", tag)


def day(moment: datetime, country: Country) -> date:
    """The venture's calendar day at a moment."""
    return moment.astimezone(ZoneInfo(country.time_zone)).date()


def date_text(moment: datetime | date, country: Country, language: str, style: str = "medium") -> str:
    """A date in the venture's time zone.

    style: `short` 22/11/26, `medium` 22 Nov 2026, `long` 22 November 2026, `day` Tue 24 Nov (for promises),
    `time` 14:05, `full` date and time.
    """
    locale, zone = locale_of(country, language), ZoneInfo(country.time_zone)
    local = moment.astimezone(zone) if isinstance(moment, datetime) else moment
    if style == "time":
        return format_time(local, "short", tzinfo=zone, locale=locale)  # type: ignore[arg-type]
    if style == "day":
        return format_skeleton("MMMEd", local, locale=locale)
    if style == "full":
        return (
            f"{date_text(local, country, language)} {format_time(local, 'short', tzinfo=zone, locale=locale)}"  # type: ignore[arg-type]
        )
    if country.buddhist_years.get(language):
        year = local.year + 543
        return format_date(
            local, {"short": "d/M/", "long": "d MMMM "}.get(style, "d MMM "), locale=locale
        ) + (f"{year % 100:02d}" if style == "short" else str(year))
    return format_date(local, style, locale=locale)


def span_text(first: date, last: date, country: Country, language: str) -> str:
    """When a parcel comes: one day, or from one to another."""
    if first >= last:
        return date_text(last, country, language, "day")
    return f"{date_text(first, country, language, 'day')} – {date_text(last, country, language, 'day')}"


def parse_phone(text: str, country: Country) -> str:
    """E.164 of what somebody typed, with or without the country's code.  Raises Invalid."""
    typed = unicodedata.normalize("NFKC", text[:40]).translate(_DIGITS)
    try:
        number = phonenumbers.parse(typed, country.key.upper())
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Invalid(
            _("This is not a phone number we can reach. Example: %(example)s"), example=_example(country)
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_text(e164: str, country: Country, *, masked: bool = False) -> str:
    """A number as people at home read it; `masked` leaves the last three digits."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    home = number.country_code == country.phone_code
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    text = phonenumbers.format_number(number, kind)
    return _mask(text) if masked else text


def _mask(text: str) -> str:
    shown, result = 3, []
    for letter in reversed(text):
        if letter.isdigit() and shown <= 0:
            result.append("•")
        else:
            shown -= letter.isdigit()
            result.append(letter)
    return "".join(reversed(result))


def _example(country: Country) -> str:
    number = phonenumbers.example_number_for_type(country.key.upper(), phonenumbers.PhoneNumberType.MOBILE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if number else ""


def address_lines(country: Country, values: Mapping[str, str]) -> list[str]:
    """An address as it is printed: `recipient line1 line2 landmark area postcode phone`; empty parts leave no gap."""
    known = {name: " ".join(str(values.get(name) or "").split()) for name in _PARTS}
    lines = (" ".join(line.format(**known).split()) for line in country.address.print_format.split("\n"))
    return [line.strip(" ,") for line in lines if line.strip(" ,")]


_PARTS = ("recipient", "line1", "line2", "landmark", "area", "postcode", "phone")


def is_working_day(country: Country, on: date) -> bool:
    return on.weekday() not in country.weekend and on not in country.holidays


def working_days_after(country: Country, on: date, days: int) -> date:
    """The `days`-th working day after a day."""
    key = country.key, on, days
    known = _working_days.get(key)
    if known is not None and known[0] is country:
        return known[1]
    while days > 0:
        on += timedelta(days=1)
        days -= is_working_day(country, on)
    if len(_working_days) > MOST_KEPT_DAYS:
        _working_days.clear()
    _working_days[key] = country, on
    return on


_working_days: dict[tuple[str, date, int], tuple[Country, date]] = {}
"""What has been counted before: every quote counts the same few days of the same few weeks."""
MOST_KEPT_DAYS = 10_000
