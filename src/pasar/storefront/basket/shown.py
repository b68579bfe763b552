"""A basket as its page shows it: so many lines at a time, with what hinders each and what can be done about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.http import urlencode

from pasar.market.basket.queries import BasketGroup, BasketLine, BasketView
from pasar.market.checkout.rules import MOST_LINES
from pasar.market.fulfilment.rules import Load, Tariff, served, volume
from pasar.market.promotions.queries import LostVoucher
from pasar.market.promotions.reasons import TEXTS
from pasar.market.promotions.rules.conditions import matches
from pasar.market.promotions.shapes import Item
from pasar.storefront.browse.delivering import Target

LINES = 25
"""On a page: what a cheap phone draws at once, and a tick answers for without being felt."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A voucher that the customer counted on, and why it is of no use any more."""

    name: str
    reason: str | Promise


@dataclass(frozen=True, slots=True)
class Row:
    """A line. hindrance: empty, `not_served` (nobody brings it there) or `too_heavy` (not so many in one parcel)."""

    line: BasketLine
    hindrance: str = ""
    lost: tuple[Lost, ...] = ()
    """Vouchers for this very product."""

    @property
    def marked(self) -> bool:
        return self.line.changed or bool(self.hindrance) or bool(self.lost)


@dataclass(frozen=True, slots=True)
class Stall:
    """One shop's lines on this page. too_heavy: each goes, but not all that is chosen here in one parcel."""

    group: BasketGroup
    rows: tuple[Row, ...]
    too_heavy: bool
    lost: tuple[Lost, ...] = ()
    """Vouchers of the shop."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a basket. only_marked: those lines alone that there is something to tell of."""

    stalls: tuple[Stall, ...]
    page: int
    pages: int
    only_marked: bool
    marked: int
    prices_changed: int
    target: Target | None
    """Where to, where the visitor said so: what is said of delivery is for there."""
    chosen: int
    lost: tuple[Lost, ...] = ()
    """The platform's vouchers."""

    most: int = MOST_LINES
    """Lines that one purchase takes."""

    @property
    def too_many(self) -> bool:
        return self.chosen > self.most

    @property
    def place(self) -> str:
        """Where to, short enough to stand at a line."""
        return ", ".join(self.target.name.split(", ")[:2]) if self.target else ""

    @property
    def here(self) -> str:
        """The query of this page's address, to come back to it."""
        return self._address(self.page)

    @property
    def others(self) -> list[tuple[int, str]]:
        """The pages with their queries; none where there is but one."""
        return [(page, self._address(page)) for page in range(1, self.pages + 1)] if self.pages > 1 else []

    def _address(self, page: int) -> str:
        query = ({"only": "marked"} if self.only_marked else {}) | ({"page": page} if page > 1 else {})
        return "?" + urlencode(query) if query else ""


def show(
    basket: BasketView,
    *,
    page: int,
    only_marked: bool,
    target: Target | None,
    tariff: Tariff,
    lost: Sequence[LostVoucher] = (),
) -> Shown:
    """The lines of one page, the last where there is none of that number; all where nothing is marked."""
    stalls = [_stall(group, target, tariff, lost) for group in basket.groups]
    marked = sum(row.marked for stall in stalls for row in stall.rows)
    only_marked = only_marked and marked > 0
    rows = [(stall, row) for stall in stalls for row in stall.rows if row.marked or not only_marked]
    pages = max(1, -(-len(rows) // LINES))
    page = min(max(page, 1), pages)
    return Shown(
        stalls=_by_stall(rows[(page - 1) * LINES : page * LINES]),
        page=page,
        pages=pages,
        only_marked=only_marked,
        marked=marked,
        prices_changed=sum(line.was_minor is not None for line in basket.lines),
        target=target,
        chosen=len(basket.chosen),
        lost=_told(
            each
            for each in lost
            if each.promotion.shop_id is None
            and not _names_products(each)
            and any(_concerns(each, line) for line in basket.lines)
        ),
    )


def _by_stall(rows: Iterable[tuple[Stall, Row]]) -> tuple[Stall, ...]:
    found: dict[int, tuple[Stall, list[Row]]] = {}
    for stall, row in rows:
        found.setdefault(stall.group.shop_id, (stall, []))[1].append(row)
    return tuple(replace(stall, rows=tuple(of)) for stall, of in found.values())


def _stall(group: BasketGroup, target: Target | None, tariff: Tariff, lost: Sequence[LostVoucher]) -> Stall:
    own = [each for each in lost if any(_concerns(each, line) for line in group.lines)]
    here = _told(each for each in own if each.promotion.shop_id is not None and not _names_products(each))
    of_line = {
        line.sku_id: _told(each for each in own if _names_products(each) and _concerns(each, line))
        for line in group.lines
    }
    if target is None or group.shop is None:
        rows = tuple(Row(line, lost=of_line[line.sku_id]) for line in group.lines)
        return Stall(group, rows, too_heavy=False, lost=here)
    cards = tariff.get((group.shop.zone, target.zone), ())
    rows = tuple(Row(line, _hindrance(line, cards), of_line[line.sku_id]) for line in group.lines)
    going = [row.line for row in rows if row.line.selected and row.line.can_be_bought and not row.hindrance]
    together = sum((_load(line, line.units) for line in going), Load(0, 0))
    return Stall(group, rows, too_heavy=bool(going) and not served(together, cards), lost=here)


def _names_products(voucher: LostVoucher) -> bool:
    return "listings" in voucher.promotion.terms


def _concerns(voucher: LostVoucher, line: BasketLine) -> bool:
    """Whether the voucher would have been for this line."""
    item = Item(
        line.sku_id, line.listing_id, line.shop.id if line.shop else 0, 0, line.category_path, line.price_minor or 0,
        line.units,
    )  # fmt: skip
    return matches(voucher.promotion, item)


def _told(vouchers: Iterable[LostVoucher]) -> tuple[Lost, ...]:
    return tuple(Lost(each.promotion.name, TEXTS[each.reason_code]) for each in vouchers)


def _hindrance(line: BasketLine, cards: Any) -> str:
    """What its way hinders; of a line that cannot be bought anyway nothing more is said."""
    if not line.can_be_bought or served(_load(line, line.units), cards):
        return ""
    return "too_heavy" if line.units > 1 and served(_load(line, 1), cards) else "not_served"


def _load(line: BasketLine, units: int) -> Load:
    return Load(line.weight_g, volume(line.size_cm)).times(units)
