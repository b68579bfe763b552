"""What is in a basket, and what changed since its owner last looked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pasar.kernel import sql
from pasar.kernel.ids import SkuId
from pasar.market.basket.rules import Owner
from pasar.market.catalogue import queries as catalogue
from pasar.market.sellers import queries as sellers
from pasar.market.stock import queries as stock


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as stored."""

    sku_id: int
    shop_id: int
    units: int
    selected: bool
    seen_price_minor: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A line with what it costs and what can be had now.

    problem: empty, `gone` (no longer sold), `closed` (the shop takes a break), `out_of_stock` or `not_enough`.
    """

    sku_id: int
    listing_id: int
    title: str
    options_text: str
    picture: Any
    units: int
    selected: bool
    price_minor: int | None
    list_minor: int | None
    total_minor: int
    free: int
    problem: str
    was_minor: int | None
    """The price last seen, where it is another now."""

    @property
    def can_be_bought(self) -> bool:
        return not self.problem

    @property
    def cheaper(self) -> bool:
        return (
            self.was_minor is not None and self.price_minor is not None and self.price_minor < self.was_minor
        )

    @property
    def few(self) -> bool:
        """So few left that it is worth saying."""
        return not self.problem and self.free <= 5


@dataclass(frozen=True, slots=True)
class BasketGroup:
    """One shop's lines. `shop` is sellers' ShopView, None for a shop that is no more."""

    shop_id: int
    shop: Any
    lines: tuple[BasketLine, ...]

    @property
    def all_selected(self) -> bool:
        return all(line.selected for line in self.lines if line.can_be_bought)


@dataclass(frozen=True, slots=True)
class BasketView:
    """A basket by shops. The totals are of selected lines that can be bought; delivery comes at checkout."""

    groups: tuple[BasketGroup, ...]

    @property
    def lines(self) -> tuple[BasketLine, ...]:
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def chosen(self) -> tuple[BasketLine, ...]:
        """What would be bought now."""
        return tuple(line for line in self.lines if line.selected and line.can_be_bought)

    @property
    def goods_minor(self) -> int:
        return sum(line.total_minor for line in self.chosen)

    @property
    def units(self) -> int:
        return sum(line.units for line in self.chosen)

    @property
    def saved_minor(self) -> int:
        """Against the list prices."""
        return sum(
            (line.list_minor - line.price_minor) * line.units
            for line in self.chosen
            if line.list_minor and line.price_minor
        )

    @property
    def all_selected(self) -> bool:
        return bool(self.lines) and all(group.all_selected for group in self.groups)

    @property
    def changed(self) -> bool:
        """Whether there is something to tell: a price or the stock is not what it was."""
        return any(line.problem or line.was_minor is not None for line in self.lines)


def raw_lines(country: str, owner: Owner) -> list[RawLine]:
    """The lines as stored, the newest shop's first."""
    if not owner.is_somebody:
        return []
    return sql.rows(
        RawLine, __package__, "lines",
        country=country, customer_id=owner.customer_id, guest_hash=owner.guest_hash,
    )  # fmt: skip


def count(country: str, owner: Owner) -> int:
    """How many lines a basket has."""
    if not owner.is_somebody:
        return 0
    found = sql.values(
        __package__, "count", country=country, customer_id=owner.customer_id, guest_hash=owner.guest_hash
    )
    return int(found[0][0])


def basket(country: str, owner: Owner, language: str) -> BasketView:
    """A basket as it stands now: prices, stock and shops are today's."""
    raw = raw_lines(country, owner)
    if not raw:
        return BasketView(())
    sku_ids = [SkuId(line.sku_id) for line in raw]
    facts = {int(each.sku_id): each for each in catalogue.sku_facts(sku_ids, language)}
    shops = sellers.shops({line.shop_id for line in raw})
    free = stock.free(sku_ids)
    groups: dict[int, list[BasketLine]] = {}
    for line in raw:
        shop = shops.get(line.shop_id)
        groups.setdefault(line.shop_id, []).append(
            _line(line, facts.get(line.sku_id), shop, free[line.sku_id], country)
        )
    return BasketView(
        tuple(BasketGroup(shop_id, shops.get(shop_id), tuple(lines)) for shop_id, lines in groups.items())
    )


def _line(raw: RawLine, facts: Any, shop: Any, free: int, country: str) -> BasketLine:
    price = facts.price_minor if facts else None
    problem = ""
    if facts is None or facts.country != country or not facts.on_sale or not price:
        problem = "gone"
    elif shop is None or not shop.open:
        problem = "closed"
    elif free <= 0:
        problem = "out_of_stock"
    elif free < raw.units:
        problem = "not_enough"
    return BasketLine(
        sku_id=raw.sku_id,
        listing_id=facts.listing_id if facts else 0,
        title=facts.title if facts else "",
        options_text=facts.options_text if facts else "",
        picture=facts.picture if facts else None,
        units=raw.units,
        selected=raw.selected,
        price_minor=price,
        list_minor=facts.list_minor if facts else None,
        total_minor=(price or 0) * raw.units,
        free=max(free, 0),
        problem=problem,
        was_minor=raw.seen_price_minor if price and price != raw.seen_price_minor else None,
    )
