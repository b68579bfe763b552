"""All that differs by country: one folder each, found by registration.

`Country` is what such a folder declares as its `adapter`; `all_countries()` gives them by key, `get(key)` one.
The places of a country (province to postcode) are rows of `Area`, loaded from the folder's compact file.
Everything dated (rates, holidays, clocks' defaults) carries its first day, because law changes and code should not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from typing import Literal

FieldName = Literal["area", "postcode", "line1", "line2", "landmark"]


@dataclass(frozen=True)
class AreaLevel:
    """One level of the administrative tree, as the address form asks for it."""

    key: str
    """`province`, `regency`, `district`, `village`, `ward` …, stored with the area."""
    names: Mapping[str, str]
    """What people call the level, by language."""


@dataclass(frozen=True)
class AddressForm:
    """What an address of this country is made of, in the order people fill it in."""

    levels: tuple[AreaLevel, ...]
    """From the widest to the narrowest; the narrowest chosen area is the address's `area_code`. Empty: the
    postcode alone tells the area (Singapore)."""
    fields: tuple[FieldName, ...]
    required: frozenset[FieldName]
    postcode_pattern: str
    postcode_known_by_area: bool
    """The area gives the postcode, so the form fills it in (Indonesia, Thailand)."""
    labels: Mapping[FieldName, Mapping[str, str]]
    """What the form calls each field, by language."""
    examples: Mapping[FieldName, str]
    print_format: str
    """Lines of a printed address with {recipient} {line1} {line2} {landmark} {area} {postcode} {phone}."""


@dataclass(frozen=True)
class Zone:
    """A delivery zone: carriers' rate cards and promises are by pairs of zones."""

    key: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class TaxRate:
    """Consumption tax contained in retail prices. Source in the country's `tax.py`."""

    rate_bps: int
    from_on: date
    source: str


@dataclass(frozen=True)
class Withholding:
    """Tax that the platform keeps back from what a seller earns, and hands to the state. Dated like every rate."""

    code: str
    name: str
    """As the statement says it."""
    rate_bps: int
    base: Literal["sale", "sale_without_tax", "remittance"]
    """The goods' price; the same less the consumption tax in it; that again less commission and fee."""
    classes: frozenset[str]
    """Classes of sellers it is kept back from."""
    from_on: date
    source: str
    until_on: date | None = None
    year_above_minor: int = 0
    """Only once the seller's turnover of the year is above this; the sale that passes it counts whole."""
    threshold_classes: frozenset[str] = frozenset()
    """The classes whose turnover is asked about; from the others it is kept back from the first sale on."""


@dataclass(frozen=True)
class CashRule:
    """Cash on delivery: what may be asked for, and by which steps. Minor units."""

    max_minor: int
    step_minor: int
    """The total in cash is a multiple of this; the difference is booked as rounding."""
    refusals: int
    """Refused parcels after which the method is switched off for the customer …"""
    refusal_days: int
    """… counted over, and lasting, this many days."""
    held_days: int = 0
    """Days the carrier must keep the money before handing it on (Thailand: 5)."""


@dataclass(frozen=True)
class Clocks:
    """First values of the order clocks; an operator changes them by dated rows. Working days count ship-by."""

    pay_by_minutes: Mapping[str, int]
    """By payment method key."""
    ship_by_working_days: int
    confirm_after_days: int
    """Days after delivery at which the order completes by itself."""
    settle_weekday: int
    """0 = Monday: the day on which a cycle is closed and paid."""


@dataclass(frozen=True)
class Bank:
    """A bank a seller may be paid to or a customer pays from; names only, for the forms."""

    code: str
    name: str


@dataclass(frozen=True)
class NumberForm:
    """A number that says who somebody is before the law."""

    names: Mapping[str, str]
    """What people call it, by language."""
    pattern: str
    """Without the spaces and signs between its digits."""
    example: str


@dataclass(frozen=True)
class Country:
    """One venture's country. `key` is the lower-case ISO 3166 code and the folder's name."""

    key: str
    name: str
    names: Mapping[str, str]
    currency: str
    languages: tuple[str, ...]
    """Offered, the main one first."""
    locales: Mapping[str, str]
    """Babel locale by language, such as {"id": "id_ID", "en": "en_ID"}."""
    time_zone: str
    phone_code: int
    symbol: str
    """The currency sign as shops there write it: Rp, RM, ₱, S$, ฿, ₫."""
    symbol_after: bool
    display_digits: int
    """Decimals shown in prices; `hide_zero_decimals` drops them when they are zero."""
    hide_zero_decimals: bool
    price_step_minor: int
    """Retail prices are multiples of this."""
    coin_minor: int
    """What a coin is worth: a rupiah, a sen, a peso, a cent, a baht, a dong."""
    buddhist_years: Mapping[str, bool]
    """By language: dates show the Buddhist year."""
    address: AddressForm
    zones: tuple[Zone, ...]
    carriers: tuple[str, ...]
    """Keys under `market/fulfilment/carriers`."""
    payment_methods: tuple[str, ...]
    """Keys under `finance/payments/methods`, in the order shown."""
    tax_name: str
    tax_rates: tuple[TaxRate, ...]
    cash: CashRule | None
    clocks: Clocks
    banks: tuple[Bank, ...]
    weekend: frozenset[int]
    """Weekdays without work, 0 = Monday."""
    holidays: Mapping[date, str]
    """Days without pick-up or working-day clocks, in English for the operator."""
    pickup_cutoff: time
    company_name: str
    """The demo operator's legal name, shown in terms and the footer until the operator sets its own."""
    withholdings: tuple[Withholding, ...] = ()
    service_tax_rates: tuple[TaxRate, ...] = ()
    """Consumption tax contained in the platform's own commission and fees; empty: as for goods."""
    contact: Mapping[str, str] = field(default_factory=dict)
    """`consumer_office`: where the law asks to point consumers to, and its address."""

    identity_numbers: Mapping[str, NumberForm] = field(default_factory=dict)
    """What a seller is known by, for a `person` and a `company`; none: any number is taken."""

    zone_by_prefix: Mapping[str, str] = field(default_factory=dict)
    """Zone key by prefix of area codes; the longest prefix wins, none: the last zone."""
    zone_by_parent: bool = False
    """The narrowest area's code says nothing of where it lies, so the zone is its parent's (Viet Nam)."""

    def tax_rate_bps(self, on: date) -> int:
        """The consumption tax in force on a day."""
        in_force = [rate for rate in self.tax_rates if rate.from_on <= on]
        return max(in_force, key=lambda rate: rate.from_on).rate_bps

    def service_tax_bps(self, on: date) -> int:
        """The consumption tax contained in the platform's fees on a day."""
        in_force = [rate for rate in self.service_tax_rates if rate.from_on <= on]
        return max(in_force, key=lambda rate: rate.from_on).rate_bps if in_force else self.tax_rate_bps(on)

    def zone_of(self, area_code: str, parent_code: str = "") -> str:
        """The delivery zone of an area. parent_code: of the area's parent, for countries that need it."""
        code = parent_code if self.zone_by_parent and parent_code else area_code
        fitting = [prefix for prefix in self.zone_by_prefix if code.startswith(prefix)]
        return self.zone_by_prefix[max(fitting, key=len)] if fitting else self.zones[-1].key


@cache
def all_countries() -> Mapping[str, Country]:
    """Every venture's country by key."""
    from pasar import countries
    from pasar.kernel.registry import discover

    folders = {child for child in _children() if child not in _MODULES}
    return discover(countries, Country, only=folders)


def get(key: str) -> Country:
    """The country with this key. Raises KeyError."""
    return all_countries()[key]


_MODULES = {
    "apps",
    "models",
    "queries",
    "operations",
    "admin",
    "areas_build",
    "formats",
    "migrations",
    "tests",
}


def _children() -> set[str]:
    from pkgutil import iter_modules

    return {child.name for child in iter_modules(__path__)}
