"""What a promotion kind is. Each child of this folder declares an `adapter = PromotionKind(key=<its name>, …)`.

An automatic kind says its `deals` on the goods; a voucher's says its `discount` on a sum. A discount must be 0 or more,
at most the sum, and never grow faster than the sum does: the search for the best combination relies on it, and a
test tries every kind.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Invalid
from pasar.kernel.money import BPS
from pasar.market.promotions.shapes import CLASSES, Item, Terms

MOST_MINOR = 10**12
MOST_UNITS = 999
MOST_IDS = 500
MOST_ROWS = 20
MOST_METHODS = 20

_MOST = {"minor": MOST_MINOR, "units": MOST_UNITS, "rate_bps": BPS, "id": (1 << 63) - 1}

Shape = Literal["minor", "units", "rate_bps", "yes", "id", "ids", "words", "rows"]


@dataclass(frozen=True, slots=True)
class Field:
    """One term of a promotion: what a form asks for, and what may be in it."""

    key: str
    label: str | Promise
    shape: Shape
    required: bool = False
    least: int = 1
    columns: tuple["Field", ...] = ()
    """Of `rows`."""


@dataclass(frozen=True, slots=True)
class Deal:
    """What an automatic promotion offers on some lines of a basket.

    A line takes part in one deal at most: in that which `claims` it.
    """

    cuts: Mapping[int, int]
    """Minor units by SKU; 0 < cut <= what the line costs."""
    claims: frozenset[int]
    """SKUs of the lines that make the deal possible or are cut by it."""

    @property
    def minor(self) -> int:
        return sum(self.cuts.values())


@dataclass(frozen=True, slots=True)
class Ground:
    """What an automatic kind looks at."""

    matching: Sequence[Item]
    """Lines that the promotion's conditions name."""
    around: Sequence[Item]
    """Every line of its scope: the shop's, or all."""
    step: int
    """Amounts are multiples of this."""

    def whole(self, minor: int) -> int:
        return minor // self.step * self.step


@dataclass(frozen=True, slots=True)
class PromotionKind:
    """How a kind of promotion works, and which terms it has."""

    key: str
    name: str | Promise
    reward: Literal["goods", "delivery", "coins"]
    classes: frozenset[str]
    """Which classes a promotion of this kind may be in."""
    fields: tuple[Field, ...] = ()
    deals: Callable[[Terms, Ground], Sequence[Deal]] | None = None
    discount: Callable[[Terms, int], int] | None = None
    """What comes off a sum of minor units."""
    check: Callable[[Terms], None] | None = None
    """Raises Invalid for terms that are well formed but make no sense together."""

    def __post_init__(self) -> None:
        if (self.deals is None) == (self.discount is None) or not self.classes <= set(CLASSES):
            raise ValueError(f"{self.key}: a kind has deals or a discount, in known classes")


CONDITIONS = (
    Field("minimum_minor", _("Minimum spend"), "minor"),
    Field("categories", _("Only these categories"), "words"),
    Field("shops", _("Only these shops"), "ids"),
    Field("listings", _("Only these products"), "ids"),
    Field("new_customers", _("Only on a first purchase"), "yes"),
    Field("methods", _("Only when paid by"), "words"),
)
"""Terms that every kind has."""


@cache
def kinds() -> Mapping[str, PromotionKind]:
    """Every promotion kind by key."""
    from pasar.kernel.registry import discover
    from pasar.market.promotions import kinds as folder

    return discover(folder, PromotionKind)


def validated(kind: PromotionKind, terms: Mapping[str, Any]) -> dict[str, Any]:
    """Terms in the one form in which they are kept: known fields only, empty ones left out.

    Raises Invalid with the field and what is wrong with it, in the reader's language.
    """
    fields = {each.key: each for each in (*kind.fields, *CONDITIONS)}
    if unknown := sorted(set(terms) - set(fields)):
        raise Invalid(_("This kind of promotion has no such term."), field=unknown[0])
    kept: dict[str, Any] = {}
    for key, each in fields.items():
        value = terms.get(key)
        if value in (None, "", [], (), False):
            if each.required:
                raise Invalid(_("Please fill this in."), field=key)
            continue
        kept[key] = _value(each, value)
    if kind.check is not None:
        kind.check(kept)
    return kept


def _value(each: Field, value: Any) -> Any:
    if each.shape == "yes":
        return True
    if each.shape in _MOST:
        return _number(each, value)
    if not isinstance(value, list | tuple) or len(value) > (MOST_ROWS if each.shape == "rows" else MOST_IDS):
        raise Invalid(_("There are too many of these."), field=each.key)
    if each.shape == "ids":
        if not all(type(one) is int and one > 0 for one in value):
            raise Invalid(_("Please choose from what there is."), field=each.key)
        return sorted(set(value))
    if each.shape == "words":
        if not all(isinstance(one, str) and 0 < len(one) <= 200 for one in value):
            raise Invalid(_("Please choose from what there is."), field=each.key)
        return sorted(set(value))
    return [_row(each, row) for row in value]


def _number(each: Field, value: Any) -> int:
    most = _MOST[each.shape]
    # True is an int to Python, and no number to anybody else.
    if type(value) is not int or not each.least <= value <= most:
        raise Invalid(
            _("Give a number from %(least)s to %(most)s."), field=each.key, least=each.least, most=most
        )
    return value


def _row(each: Field, row: Any) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise Invalid(_("Please choose from what there is."), field=each.key)
    kept = {}
    for column in each.columns:
        if (value := row.get(column.key)) in (None, "", [], ()):
            if column.required:
                raise Invalid(_("Please fill this in."), field=each.key)
            continue
        kept[column.key] = _value(column, value)
    return kept
