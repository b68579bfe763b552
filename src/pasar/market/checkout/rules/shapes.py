"""What a quote is asked, and what it answers. Amounts are minor units of the venture's currency."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from pasar.countries import Country
from pasar.kernel.records import dataclass
from pasar.market.campaigns.rules import Choice, Price, Used
from pasar.market.fulfilment.rules import Load, Option, Tariff
from pasar.market.promotions.shapes import Applied, Buyer, Cut, Promotion, Stacking

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
