"""Tax as arithmetic: what is contained in an amount, what is kept back from a sale.

Each amount is rounded once, half away from zero, to a whole minor unit; parts of a rounded tax are made by difference,
so that they sum to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pasar.countries import Withholding
from pasar.kernel.money import included, share

contained = included
"""The tax in a tax-inclusive amount: 107 at 7 % contains 7."""


@dataclass(frozen=True, slots=True)
class SaleBase:
    """What a sale offers as the base of a withholding, in minor units."""

    goods_minor: int
    tax_minor: int
    """Consumption tax contained in the goods."""
    kept_minor: int
    """Commission and fee."""

    def of(self, base: str) -> int:
        without_tax = self.goods_minor - self.tax_minor
        match base:
            case "sale":
                return self.goods_minor
            case "sale_without_tax":
                return without_tax
            case "remittance":
                return max(without_tax - self.kept_minor, 0)
            case unknown:
                raise AssertionError(f"no base {unknown}")


def in_force(
    withholdings: Iterable[Withholding], *, on: date, seller_class: str, year_minor: int, sale_minor: int
) -> list[Withholding]:
    """Those that are kept back from a sale.

    year_minor: the seller's turnover of the year before this sale; sale_minor: what the sale adds to it. The sale
    that passes a threshold is charged whole.
    """
    return [
        each
        for each in withholdings
        if each.from_on <= on
        and (each.until_on is None or on <= each.until_on)
        and seller_class in each.classes
        and (seller_class not in each.threshold_classes or year_minor + sale_minor > each.year_above_minor)
    ]


def withheld(withholdings: Iterable[Withholding], sale: SaleBase) -> int:
    """What is kept back from a sale, all kinds together, each rounded by itself."""
    return sum(share(sale.of(each.base), each.rate_bps) for each in withholdings)


def proportion(total: int, part: int, whole: int) -> int:
    """The share of `total` that falls on `part` of `whole`, rounded half up.

    Taken on running sums it never drifts: the shares of parts that add up to the whole add up to the total.
    """
    if whole == 0:
        return 0
    return (2 * total * part + whole) // (2 * whole)
