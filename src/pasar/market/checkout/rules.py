"""What a selection costs, and why: a pure function of goods, rate cards, address and time.

Same input, same quote. The parts sum to the whole, no part is negative, and more units never cost less.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from pasar.countries import Country
from pasar.kernel.money import included
from pasar.kernel.records import dataclass
from pasar.market.campaigns import rules as campaigns
from pasar.market.campaigns.rules import Choice, Price, Used
from pasar.market.fulfilment.rules import Load, Option, Tariff, options
from pasar.market.orders.rules import cash_due
from pasar.market.promotions import rules as promoting
from pasar.market.promotions.shapes import Applied, Asked, Buyer, Cut, Delivery, Item, Promotion, Stacking

MOST_UNITS = 999
MOST_LINES = 100
MOST_MINOR = 10**14
"""Of a purchase's total, in minor units: far above anything sold, far below what a bigint holds."""

CASH, WALLET = "cod", "wallet"


@dataclass(frozen=True, slots=True)
class Goods:
    """A SKU as it is on offer now."""

    sku_id: int
    listing_id: int
    shop_id: int
    seller_id: int
    seller_sku: str
    title: str
    options_text: str
    picture: Any
    category_path: str
    unit_minor: int | None
    """None: not for sale at this moment."""
    list_minor: int | None
    load: Load
    on_sale: bool
    free: int
    cost_minor: int | None = None
    country: str = ""
    """Of the venture it is sold in; empty where only one is spoken of."""


@dataclass(frozen=True, slots=True)
class Shop:
    """Who sells, from where, and whether they do now."""

    id: int
    seller_id: int
    name: str
    class_key: str
    open: bool
    warehouse_id: int
    zone: str
    dispatch_days: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Units of a SKU that a customer wants to buy."""

    sku_id: int
    units: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which vouchers and coins a customer wants to use."""

    codes: tuple[str, ...] = ()
    """Typed."""
    chosen: frozenset[int] | None = frozenset()
    """Promotions to use, and no other vouchers; None: the best there are. Automatic ones apply in any case."""
    spend_coins: bool = False


@dataclass(frozen=True, slots=True)
class Offers:
    """The promotions that may apply, how they go together, and what the buyer brings."""

    promotions: tuple[Promotion, ...] = ()
    stacking: Stacking = Stacking()
    buyer: Buyer = Buyer()


@dataclass(frozen=True, slots=True)
class QuoteInput:
    """All that a price depends on."""

    country: Country
    at: datetime
    """Now, in the country's own time zone."""
    wanted: tuple[Wanted, ...]
    goods: Mapping[int, Goods]
    shops: Mapping[int, Shop]
    to_zone: str | None
    """None: no address yet; delivery cannot be quoted."""
    tariff: Tariff
    delivery: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Carrier and service chosen per shop; the cheapest where none is."""
    method: str = ""
    cash_off_until: datetime | None = None
    prices: Mapping[int, Sequence[Price]] = field(default_factory=dict)
    """Campaign and flash prices per SKU."""
    flash_uses: Mapping[int, Used] = field(default_factory=dict)
    """What the customer has of flash items."""
    offers: Offers = Offers()
    wishes: Wishes = Wishes()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why this cannot be placed as it is. `code` is stable; data says the details."""

    code: str
    sku_id: int | None = None
    shop_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


OFFER = Choice(None)
"""The offer's own price."""


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """Units of one SKU at one price. What is paid for them is the goods less cuts and coins, never below zero."""

    goods: Goods
    units: int
    unit_minor: int
    goods_minor: int
    tax_bps: int
    tax_minor: int
    """Contained in what the seller asks, its own discounts taken off: what others bear of the price is part of it."""
    cuts: tuple[Cut, ...] = ()
    coins_minor: int = 0
    price: Choice = OFFER
    """The campaign or flash price that counts, or why the flash price does not."""

    @property
    def seller_discount_minor(self) -> int:
        return sum(cut.seller_minor for cut in self.cuts)

    @property
    def platform_discount_minor(self) -> int:
        return sum(cut.platform_minor for cut in self.cuts)

    @property
    def cut_minor(self) -> int:
        """What the line costs after its discounts, before coins."""
        return self.goods_minor - sum(cut.minor for cut in self.cuts)

    @property
    def paid_minor(self) -> int:
        """What is paid for it in money."""
        return self.cut_minor - self.coins_minor


@dataclass(frozen=True, slots=True)
class QuotedParcel:
    """One shop's part: its lines and how they travel."""

    shop: Shop
    lines: tuple[QuotedLine, ...]
    options: tuple[Option, ...]
    chosen: Option | None
    weight_g: int
    goods_minor: int
    shipping_minor: int
    """Both before discounts."""
    rounding_minor: int
    total_minor: int
    """What is paid for it in money."""
    tax_minor: int
    """Contained in goods and shipping."""
    shipping_tax_minor: int
    shipping_cuts: tuple[Cut, ...] = ()

    @property
    def seller_discount_minor(self) -> int:
        return sum(line.seller_discount_minor for line in self.lines)

    @property
    def platform_discount_minor(self) -> int:
        return sum(line.platform_discount_minor for line in self.lines)

    @property
    def coins_minor(self) -> int:
        return sum(line.coins_minor for line in self.lines)

    @property
    def shipping_seller_discount_minor(self) -> int:
        return sum(cut.seller_minor for cut in self.shipping_cuts)

    @property
    def shipping_platform_discount_minor(self) -> int:
        return sum(cut.platform_minor for cut in self.shipping_cuts)

    @property
    def shipping_due_minor(self) -> int:
        """What is paid for delivery."""
        return self.shipping_minor - sum(cut.minor for cut in self.shipping_cuts)

    @property
    def discount_minor(self) -> int:
        """All cuts, of goods and of delivery."""
        return sum(line.goods_minor - line.cut_minor for line in self.lines) + (
            self.shipping_minor - self.shipping_due_minor
        )


@dataclass(frozen=True, slots=True)
class Quote:
    """What it costs. It can be placed when there is no problem."""

    currency: str
    parcels: tuple[QuotedParcel, ...]
    goods_minor: int
    shipping_minor: int
    rounding_minor: int
    total_minor: int
    """What is paid in money: goods and shipping less discounts and coins, with rounding."""
    tax_minor: int
    problems: tuple[Problem, ...]
    discount_minor: int = 0
    coins_minor: int = 0
    applied: Applied = Applied()
    """What promotions did, which were used, and why others were not."""
    offers: Offers = Offers()
    """What there was to choose from."""

    @property
    def lines(self) -> tuple[QuotedLine, ...]:
        return tuple(line for parcel in self.parcels for line in parcel.lines)

    @property
    def delivery(self) -> dict[int, tuple[str, str]]:
        """The delivery chosen per shop."""
        return {
            parcel.shop.id: (parcel.chosen.carrier_key, parcel.chosen.service_key)
            for parcel in self.parcels
            if parcel.chosen
        }


def quote(asked: QuoteInput) -> Quote:
    """The price of a selection, line by line and shop by shop, with everything that stands in the way of placing it.

    Lines that cannot be bought are left out of the sums and named in `problems`.
    """
    problems: list[Problem] = []
    by_shop: dict[int, list[QuotedLine]] = {}
    tax_bps = asked.country.tax_rate_bps(asked.at.date())
    for wanted in asked.wanted:
        choice = _choice(wanted, asked)
        if problem := _hindrance(wanted, choice, asked):
            problems.append(problem)
            continue
        line = _line(wanted, asked.goods[wanted.sku_id], choice, tax_bps)
        by_shop.setdefault(line.goods.shop_id, []).append(line)
    drafts = [_parcel(asked, asked.shops[shop], lines, problems) for shop, lines in by_shop.items()]
    applied = _applied(asked, drafts)
    parcels = tuple(_priced(asked, draft, applied) for draft in drafts)
    problems += _payment_problems(asked, parcels)
    if not asked.wanted:
        problems.append(Problem("nothing_selected"))
    if asked.to_zone is None:
        problems.append(Problem("address_missing"))
    goods_minor = sum(parcel.goods_minor for parcel in parcels)
    shipping_minor = sum(parcel.shipping_minor for parcel in parcels)
    if goods_minor + shipping_minor > MOST_MINOR:
        problems.append(Problem("too_expensive"))
    return Quote(
        currency=asked.country.currency,
        parcels=parcels,
        goods_minor=goods_minor,
        shipping_minor=shipping_minor,
        rounding_minor=sum(parcel.rounding_minor for parcel in parcels),
        total_minor=sum(parcel.total_minor for parcel in parcels),
        tax_minor=sum(parcel.tax_minor for parcel in parcels),
        problems=tuple(problems),
        discount_minor=sum(parcel.discount_minor for parcel in parcels),
        coins_minor=sum(parcel.coins_minor for parcel in parcels),
        applied=applied,
        offers=asked.offers,
    )


def _applied(asked: QuoteInput, drafts: Sequence[QuotedParcel]) -> Applied:
    """What promotions do to these lines and deliveries."""
    wishes, offers = asked.wishes, asked.offers
    if not (offers.promotions or wishes.spend_coins or wishes.codes):
        return Applied()
    return promoting.best(
        Asked(
            country=asked.country,
            at=asked.at,
            items=tuple(
                Item(
                    line.goods.sku_id, line.goods.listing_id, line.goods.shop_id, line.goods.seller_id,
                    line.goods.category_path, line.unit_minor, line.units,
                )
                for draft in drafts
                for line in draft.lines
            ),
            deliveries=tuple(
                Delivery(draft.shop.id, draft.shop.seller_id, draft.shipping_minor) for draft in drafts
            ),
            buyer=offers.buyer,
            method=asked.method,
            codes=wishes.codes,
            chosen=wishes.chosen,
            spend_coins=wishes.spend_coins,
        ),
        offers.promotions,
        offers.stacking,
    )  # fmt: skip


def _priced(asked: QuoteInput, draft: QuotedParcel, applied: Applied) -> QuotedParcel:
    """The parcel with what promotions and coins take off it, and cash rounded on what is left."""
    lines = tuple(
        line
        if line.goods.sku_id not in applied.lines and line.goods.sku_id not in applied.coins
        else _cut(line, applied.lines.get(line.goods.sku_id, ()), applied.coins.get(line.goods.sku_id, 0))
        for line in draft.lines
    )
    cut = replace(draft, lines=lines, shipping_cuts=applied.deliveries.get(draft.shop.id, ()))
    goods_due, shipping_due = sum(line.paid_minor for line in lines), cut.shipping_due_minor
    shipping_tax_minor = included(
        draft.shipping_minor - cut.shipping_seller_discount_minor, asked.country.tax_rate_bps(asked.at.date())
    )
    rounding_minor = 0
    if asked.method == CASH and asked.country.cash and goods_due + shipping_due:
        _due, rounding_minor = cash_due(goods_due, shipping_due, asked.country.cash.step_minor)
    return replace(
        cut,
        rounding_minor=rounding_minor,
        total_minor=goods_due + shipping_due + rounding_minor,
        tax_minor=sum(line.tax_minor for line in lines) + shipping_tax_minor,
        shipping_tax_minor=shipping_tax_minor,
    )


def _cut(line: QuotedLine, cuts: tuple[Cut, ...], coins_minor: int) -> QuotedLine:
    asked_minor = line.goods_minor - sum(cut.seller_minor for cut in cuts)
    return replace(line, cuts=cuts, coins_minor=coins_minor, tax_minor=included(asked_minor, line.tax_bps))


def _hindrance(wanted: Wanted, choice: Choice, asked: QuoteInput) -> Problem | None:
    """Why this SKU cannot be bought in these units, if so."""
    goods = asked.goods.get(wanted.sku_id)
    foreign = goods is not None and goods.country not in ("", asked.country.key)
    if goods is None or foreign or not goods.on_sale or goods.unit_minor is None or goods.unit_minor <= 0:
        return Problem("gone", sku_id=wanted.sku_id)
    shop = asked.shops.get(goods.shop_id)
    if shop is None or not shop.open or shop.seller_id != goods.seller_id:
        return Problem("closed", sku_id=wanted.sku_id, shop_id=goods.shop_id)
    if not 1 <= wanted.units <= MOST_UNITS:
        return Problem("units_out_of_range", sku_id=wanted.sku_id, data={"most": MOST_UNITS})
    on_own_shelf = choice.price is not None and choice.price.shelf_id is not None
    if goods.free < wanted.units and not on_own_shelf:
        return Problem("out_of_stock", sku_id=wanted.sku_id, data={"free": max(goods.free, 0)})
    return None


def _choice(wanted: Wanted, asked: QuoteInput) -> Choice:
    """The price that counts for these units: a campaign's or a flash sale's, where there is a lower one."""
    goods, prices = asked.goods.get(wanted.sku_id), asked.prices.get(wanted.sku_id)
    if not prices or goods is None or goods.unit_minor is None:
        return OFFER
    running = (each.source_id for each in prices if each.source == campaigns.FLASH)
    used = next((asked.flash_uses[item] for item in running if item in asked.flash_uses), campaigns.NOTHING)
    return campaigns.choose(prices, wanted.units, goods.unit_minor, used)


def _line(wanted: Wanted, goods: Goods, choice: Choice, tax_bps: int) -> QuotedLine:
    unit_minor = choice.price.unit_minor if choice.price else goods.unit_minor
    assert unit_minor is not None
    goods_minor = unit_minor * wanted.units
    return QuotedLine(
        goods=goods,
        units=wanted.units,
        unit_minor=unit_minor,
        goods_minor=goods_minor,
        tax_bps=tax_bps,
        tax_minor=included(goods_minor, tax_bps),
        price=choice,
    )


def _parcel(
    asked: QuoteInput, shop: Shop, lines: Sequence[QuotedLine], problems: list[Problem]
) -> QuotedParcel:
    """The parcel and how it travels, at full prices: its sums are `_priced`'s."""
    load = sum((line.goods.load.times(line.units) for line in lines), Load(0, 0))
    ways: tuple[Option, ...] = ()
    if asked.to_zone is not None:
        ways = options(
            load, asked.tariff.get((shop.zone, asked.to_zone), ()), country=asked.country, at=asked.at,
            dispatch_days=shop.dispatch_days,
        )  # fmt: skip
        if not ways:
            problems.append(Problem("not_served", shop_id=shop.id))
    chosen = _choose(ways, asked.delivery.get(shop.id))
    if chosen is None and ways:
        problems.append(Problem("delivery_gone", shop_id=shop.id))
    shipping_minor = chosen.price_minor if chosen else 0
    return QuotedParcel(
        shop=shop,
        lines=tuple(lines),
        options=ways,
        chosen=chosen,
        weight_g=load.weight_g,
        goods_minor=sum(line.goods_minor for line in lines),
        shipping_minor=shipping_minor,
        rounding_minor=0,
        total_minor=0,
        tax_minor=0,
        shipping_tax_minor=0,
    )


def _choose(ways: Iterable[Option], wanted: tuple[str, str] | None) -> Option | None:
    """The wanted way, or the first (cheapest) when none was named; None when the wanted one is not to be had."""
    for way in ways:
        if wanted is None or (way.carrier_key, way.service_key) == tuple(wanted):
            return way
    return None


def _payment_problems(asked: QuoteInput, parcels: Sequence[QuotedParcel]) -> list[Problem]:
    if not asked.method:
        return []
    if asked.method not in asked.country.payment_methods:
        return [Problem("method_unknown")]
    return cash_problems(asked, parcels) if asked.method == CASH else []


def cash_problems(asked: QuoteInput, parcels: Sequence[QuotedParcel]) -> list[Problem]:
    """Why this cannot be paid in cash at the door: limits are per parcel, since each is collected by itself."""
    rule = asked.country.cash
    if rule is None:
        return [Problem("cash_not_offered")]
    if asked.cash_off_until is not None and asked.at < asked.cash_off_until:
        return [Problem("cash_switched_off", data={"until": asked.cash_off_until.isoformat()})]
    problems = []
    for parcel in parcels:
        if parcel.chosen and not parcel.chosen.takes_cash:
            problems.append(Problem("cash_not_by_carrier", shop_id=parcel.shop.id))
        if parcel.total_minor > rule.max_minor:
            problems.append(Problem("cash_limit", shop_id=parcel.shop.id, data={"max_minor": rule.max_minor}))
    return problems


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is no longer as the customer saw it. kind: price, shipping, total."""

    kind: str
    was: int
    now: int
    sku_id: int | None = None
    shop_id: int | None = None


def differences(
    fresh: Quote,
    *,
    seen_total_minor: int,
    seen_prices: Mapping[int, int],
    seen_shipping: Mapping[int, int],
) -> tuple[Difference, ...]:
    """What a fresh quote says otherwise than what the customer saw; empty: nothing.

    seen_prices: unit price per SKU, seen_shipping: per shop; what is not in them is compared by the total alone.
    """
    found = [
        Difference("price", seen_prices[line.goods.sku_id], line.unit_minor, sku_id=line.goods.sku_id)
        for line in fresh.lines
        if seen_prices.get(line.goods.sku_id, line.unit_minor) != line.unit_minor
    ]
    found += [
        Difference("shipping", seen_shipping[parcel.shop.id], parcel.shipping_minor, shop_id=parcel.shop.id)
        for parcel in fresh.parcels
        if seen_shipping.get(parcel.shop.id, parcel.shipping_minor) != parcel.shipping_minor
    ]
    if seen_total_minor != fresh.total_minor:
        found.append(Difference("total", seen_total_minor, fresh.total_minor))
    return tuple(found)
