"""First values of the carriers' tariffs, by country: what a distance costs, and which zones lie how far apart.

Prices are believable, not any real carrier's; operators add newer cards, which then count from their first day. A card
is made for every pair of zones and every service that serves its distance.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pasar import countries
from pasar.kernel.money import EXPONENTS

FROM_ON = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Price:
    """Of one service over one distance: the base weight, each further step, and working days. Unit: `Sheet.unit`."""

    base: int
    step: int
    days: tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """A country's tariff. Weights in grams."""

    unit: int
    """Minor units of one number in the prices below."""
    base_g: int
    step_g: int
    tolerance_g: int
    divisor: int
    most_g: int
    cod_fee_bps: int | None
    services: Mapping[str, Mapping[str, Price]]
    """By service of Pasar Express, then by distance: `same`, `near`, `far`, `remote`."""
    own: Price
    """The seller's own delivery, within a zone."""
    far: frozenset[frozenset[str]] = field(default_factory=frozenset)
    """Pairs of zones that lie far apart; other pairs are `near`."""
    remote: frozenset[str] = field(default_factory=frozenset)
    """Zones that are `remote` from everywhere else."""

    def distance(self, one: str, other: str) -> str:
        if one == other:
            return "near" if one in self.remote else "same"
        if one in self.remote or other in self.remote:
            return "remote"
        return "far" if frozenset({one, other}) in self.far else "near"


def first_cards() -> Iterator[dict[str, object]]:
    """A row of `RateCard` for every carrier, service and pair of zones, country by country."""
    from pasar.market.fulfilment.rates.sheets import SHEETS

    for key, country in countries.all_countries().items():
        sheet = SHEETS.get(key)
        if sheet is None:
            continue
        assert country.currency in EXPONENTS
        common: dict[str, object] = {
            "country": key, "currency": country.currency, "base_g": sheet.base_g, "step_g": sheet.step_g,
            "tolerance_g": sheet.tolerance_g, "divisor": sheet.divisor, "from_on": FROM_ON,
        }  # fmt: skip
        zones = [zone.key for zone in country.zones]
        for one in zones:
            for other in zones:
                distance = sheet.distance(one, other)
                for service, prices in sheet.services.items():
                    if price := prices.get(distance):
                        yield {
                            **common, "carrier_key": "pasar_express", "service_key": service, "from_zone": one,
                            "to_zone": other, "base_minor": price.base * sheet.unit,
                            "step_minor": price.step * sheet.unit,
                            "min_days": price.days[0], "max_days": price.days[1], "most_g": sheet.most_g,
                            "cod_fee_bps": sheet.cod_fee_bps if country.cash else None,
                        }  # fmt: skip
            yield {
                **common, "carrier_key": "own_courier", "service_key": "standard", "from_zone": one, "to_zone": one,
                "base_minor": sheet.own.base * sheet.unit, "step_minor": sheet.own.step * sheet.unit,
                "min_days": sheet.own.days[0], "max_days": sheet.own.days[1], "most_g": 100_000, "cod_fee_bps": None,
            }  # fmt: skip
