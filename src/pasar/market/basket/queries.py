"""What is in a basket, and what changed since its owner last looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pasar.kernel import sql
from pasar.kernel.ids import ShopId, SkuId
from pasar.market.basket import rules
from pasar.market.basket.rules import Owner
from pasar.market.campaigns import queries as campaigns
from pasar.market.campaigns.rules import Choice, Price
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
class RawSaved:
    """What is saved for later, as stored. total: how many there are from the place that was asked for."""

    sku_id: int
    shop_id: int
    units: int
    selected: bool
    seen_price_minor: int
    added_at: datetime
    saved_at: datetime
    total: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines are in a basket, and how many are saved for later."""

    lines: int
    saved: int


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A line with what it costs and what can be had now.

    problem: empty, `gone` (no longer sold), `closed` (the shop takes a break), `out_of_stock` or `not_enough`.
    """

    sku_id: int
    listing_id: int
    shop: Any
    """Sellers' ShopView; None for a shop that is no more."""
    title: str
    options_text: str
    picture: Any
    category_path: str
    weight_g: int
    size_cm: Sequence[int]
    units: int
    selected: bool
    price_minor: int | None
    list_minor: int | None
    total_minor: int
    free: int
    problem: str
    was_minor: int | None
    """The price last seen, where it is another now."""
    flash_refusal: str = ""
    """Why a flash price that there is does not count: `flash_sold_out` or `flash_limit`."""
    flash_most: int = 0
    """So many could be had at it."""

    @property
    def can_be_bought(self) -> bool:
        return not self.problem

    @property
    def cheaper(self) -> bool:
        return (
            self.was_minor is not None and self.price_minor is not None and self.price_minor < self.was_minor
        )

    @property
    def changed(self) -> bool:
        """Whether there is something to tell: its price or whether it can be had is not what it was."""
        return bool(self.problem) or self.was_minor is not None

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
        """Whether all that can be bought of this shop is to be bought now."""
        ready = [line for line in self.lines if line.can_be_bought]
        return bool(ready) and all(line.selected for line in ready)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """Some of what is saved for later, the latest first. total: how many from here on; next: where they go on."""

    lines: tuple[BasketLine, ...]
    total: int
    next: str


@dataclass(frozen=True, slots=True)
class BasketView:
    """A basket by shops. The totals are of selected lines that can be bought; delivery comes at checkout."""

    groups: tuple[BasketGroup, ...]
    saved: SavedPage = SavedPage((), 0, "")
    """The first of what is saved for later, where it was asked for."""

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
        """Whether all that can be bought is to be bought now."""
        ready = [line for line in self.lines if line.can_be_bought]
        return bool(ready) and all(line.selected for line in ready)

    @property
    def changed(self) -> tuple[BasketLine, ...]:
        """The lines that there is something to tell of."""
        return tuple(line for line in self.lines if line.changed)

    @property
    def gone(self) -> tuple[BasketLine, ...]:
        """The lines that cannot be bought again."""
        return tuple(line for line in self.lines if line.problem == "gone")

    @property
    def away(self) -> tuple[BasketLine, ...]:
        """The lines that cannot be bought now, but may be some day."""
        return tuple(line for line in self.lines if line.problem in ("closed", "out_of_stock"))


def raw_lines(country: str, owner: Owner) -> list[RawLine]:
    """The lines as stored, the newest shop's first."""
    if not owner.is_somebody:
        return []
    return sql.rows(
        RawLine, __package__, "lines",
        country=country, customer_id=owner.customer_id, guest_hash=owner.guest_hash,
    )  # fmt: skip


def raw_saved(
    country: str, owner: Owner, *, after: str = "", size: int = rules.SAVED_AT_ONCE
) -> list[RawSaved]:
    """What is saved for later as stored, the latest first, from a place (`rules.place_text`) on."""
    if not owner.is_somebody:
        return []
    place = rules.place_of(after)
    return sql.rows(
        RawSaved, __package__, "saved",
        country=country, customer_id=owner.customer_id, guest_hash=owner.guest_hash,
        after_at=place[0] if place else None, after_sku=place[1] if place else 0, size=size,
    )  # fmt: skip


def counts(country: str, owner: Owner) -> Counts:
    """How many lines a basket has, and how many are saved for later."""
    if not owner.is_somebody:
        return Counts(0, 0)
    [found] = sql.values(
        __package__, "count", country=country, customer_id=owner.customer_id, guest_hash=owner.guest_hash
    )
    return Counts(int(found[0]), int(found[1]))


def count(country: str, owner: Owner) -> int:
    """How many lines a basket has."""
    return counts(country, owner).lines


def basket(country: str, owner: Owner, language: str, *, with_saved: bool = False) -> BasketView:
    """A basket as it stands now: prices, stock and shops are today's; with the first of what is saved for later."""
    raw = raw_lines(country, owner)
    saved = raw_saved(country, owner) if with_saved else []
    lines = _shown(country, language, [*raw, *saved])
    groups: dict[int, list[BasketLine]] = {}
    for each in raw:
        groups.setdefault(each.shop_id, []).append(lines[each.sku_id])
    return BasketView(
        tuple(BasketGroup(shop_id, of[0].shop, tuple(of)) for shop_id, of in groups.items()),
        _page(saved, lines),
    )


def saved_for_later(country: str, owner: Owner, language: str, *, after: str = "") -> SavedPage:
    """A few of what is saved for later, from a place on; from the beginning where that is none."""
    raw = raw_saved(country, owner, after=after)
    return _page(raw, _shown(country, language, raw))


def _page(raw: Sequence[RawSaved], lines: Mapping[int, BasketLine]) -> SavedPage:
    total = raw[0].total if raw else 0
    more = rules.place_text(raw[-1].saved_at, raw[-1].sku_id) if total > len(raw) else ""
    return SavedPage(tuple(lines[each.sku_id] for each in raw), total, more)


def _shown(country: str, language: str, raw: Sequence[RawLine | RawSaved]) -> dict[int, BasketLine]:
    """Lines by SKU with what is true of them now: five questions, however many they are."""
    if not raw:
        return {}
    sku_ids = [SkuId(line.sku_id) for line in raw]
    facts = {int(each.sku_id): each for each in catalogue.sku_facts(sku_ids, language)}
    shops = sellers.shops({ShopId(line.shop_id) for line in raw})
    # Of the shop's own warehouse: pieces on a flash item's shelf are sold at its price alone.
    levels = {(level.sku_id, level.warehouse_id): level.free for level in stock.levels(sku_ids)}
    free = {
        line.sku_id: levels.get((line.sku_id, shop.warehouse_id), 0)
        for line in raw
        if (shop := shops.get(ShopId(line.shop_id)))
    }
    prices = campaigns.prices(sku_ids)
    return {
        line.sku_id: _line(
            line, facts.get(line.sku_id), shops.get(ShopId(line.shop_id)), free.get(line.sku_id, 0),
            prices.get(line.sku_id, ()), country,
        )
        for line in raw
    }  # fmt: skip


def _line(
    raw: RawLine | RawSaved, facts: Any, shop: Any, free: int, prices: Sequence[Price], country: str
) -> BasketLine:
    price, choice = facts.price_minor if facts else None, Choice(None)
    list_minor = facts.list_minor if facts else None
    if price:
        offer = price
        price, choice, free = rules.on_offer(prices, raw.units, offer, free)
        list_minor = offer if choice.price else list_minor
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
        shop=shop,
        title=facts.title if facts else "",
        options_text=facts.options_text if facts else "",
        picture=facts.picture if facts else None,
        category_path=facts.category_path if facts else "",
        weight_g=facts.weight_g if facts else 0,
        size_cm=facts.size_cm if facts else (),
        units=raw.units,
        selected=raw.selected,
        price_minor=price,
        list_minor=list_minor,
        total_minor=(price or 0) * raw.units,
        free=max(free, 0),
        problem=problem,
        was_minor=raw.seen_price_minor if price and price != raw.seen_price_minor else None,
        flash_refusal=choice.refusal,
        flash_most=choice.most or 0,
    )
