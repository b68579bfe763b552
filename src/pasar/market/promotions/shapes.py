"""What the rules are asked, and what they answer. Amounts are minor units of the venture's currency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pasar.countries import Country

Terms = Mapping[str, Any]
Scope = Literal["platform", "shop"]

AUTOMATIC = "automatic"
PRODUCT_VOUCHER, SHOP_VOUCHER = "product_voucher", "shop_voucher"
PLATFORM_VOUCHER, PLATFORM_CODE = "platform_voucher", "platform_code"
PAYMENT_VOUCHER, CASHBACK = "payment_voucher", "cashback"
SHOP_SHIPPING, PLATFORM_SHIPPING = "shop_shipping", "platform_shipping"

CLASSES = (
    AUTOMATIC, PRODUCT_VOUCHER, SHOP_VOUCHER, PLATFORM_VOUCHER, PLATFORM_CODE, PAYMENT_VOUCHER, CASHBACK,
    SHOP_SHIPPING, PLATFORM_SHIPPING,
)  # fmt: skip
"""Classes of promotions in the order in which they are worked out, each on what the ones before it left."""

SHOP_CLASSES = frozenset({AUTOMATIC, PRODUCT_VOUCHER, SHOP_VOUCHER, SHOP_SHIPPING})
PLATFORM_CLASSES = frozenset(
    {AUTOMATIC, PLATFORM_VOUCHER, PLATFORM_CODE, PAYMENT_VOUCHER, CASHBACK, PLATFORM_SHIPPING}
)


@dataclass(frozen=True, slots=True)
class Item:
    """A line to be priced: so many units of one SKU at its price of now. A SKU comes once."""

    sku_id: int
    listing_id: int
    shop_id: int
    seller_id: int
    category_path: str
    unit_minor: int
    units: int

    @property
    def goods_minor(self) -> int:
        return self.unit_minor * self.units


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one shop's delivery costs."""

    shop_id: int
    seller_id: int
    shipping_minor: int


@dataclass(frozen=True, slots=True)
class Buyer:
    """What the rules need to know of who buys; nothing, for somebody not signed in."""

    is_new: bool = False
    """Has no purchase in this venture yet."""
    coins_minor: int = 0
    uses: Mapping[int, int] = field(default_factory=dict)
    """How often they used a promotion."""
    collected: frozenset[int] = frozenset()
    """Vouchers they have."""
    known: bool = True
    """Whether it is known which person they are. What is limited per person is not for others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: these goods, for this buyer, paid so. What may they have?"""

    country: Country
    at: datetime
    items: tuple[Item, ...]
    deliveries: tuple[Delivery, ...] = ()
    buyer: Buyer = Buyer()
    method: str = ""
    codes: tuple[str, ...] = ()
    """Typed by the customer."""
    chosen: frozenset[int] | None = None
    """Vouchers that the customer wants to use, and no others; None: the best there are."""
    spend_coins: bool = False


@dataclass(frozen=True, slots=True)
class Promotion:
    """One version of a promotion, as far as the rules need it."""

    id: int
    version: int
    kind: str
    class_key: str
    scope: Scope
    shop_id: int | None
    seller_id: int | None
    name: str
    code: str | None
    """Typed to use it, unless collected. None: it must be collected; an automatic one needs neither."""
    terms: Terms
    """As its kind validated them."""
    starts_at: datetime
    ends_at: datetime
    seller_share_bps: int
    """Part of each cut that the line's seller bears; the platform bears the rest."""
    quota_left: int | None = None
    per_customer: int | None = None
    budget_left_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """What one promotion takes off one line, or off one shop's delivery."""

    promotion_id: int
    version: int
    kind: str
    class_key: str
    name: str
    seller_minor: int
    platform_minor: int
    units: tuple[int, ...]
    """Of it, per unit of the line; they sum to the whole. Empty for a delivery."""

    @property
    def minor(self) -> int:
        return self.seller_minor + self.platform_minor


@dataclass(frozen=True, slots=True)
class Used:
    """A promotion that was used. amount_minor: its cuts, or the coins that it gives."""

    promotion_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Unused:
    """A voucher that was not used, and why. Codes are stable; `reasons` has the texts."""

    promotion_id: int
    reason_code: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Earning:
    """Coins that come when the order is completed, by the promotion that gives them and the line they are for."""

    promotion_id: int
    sku_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Applied:
    """The answer. What is not in a mapping has no cut."""

    lines: Mapping[int, tuple[Cut, ...]] = field(default_factory=dict)
    """By SKU, in the order they were worked out."""
    deliveries: Mapping[int, tuple[Cut, ...]] = field(default_factory=dict)
    """By shop."""
    coins: Mapping[int, int] = field(default_factory=dict)
    """Coins spent, by SKU."""
    earns: tuple[Earning, ...] = ()
    used: tuple[Used, ...] = ()
    unused: tuple[Unused, ...] = ()
    unknown_codes: tuple[str, ...] = ()
    """Typed, and no promotion's."""
    exact: bool = True
    """No legal combination is better. False: there were too many to look at each, and this is the best one seen."""

    @property
    def coins_minor(self) -> int:
        return sum(self.coins.values())

    @property
    def earns_minor(self) -> Mapping[int, int]:
        """Coins to come, by SKU."""
        by_sku: dict[int, int] = {}
        for earning in self.earns:
            by_sku[earning.sku_id] = by_sku.get(earning.sku_id, 0) + earning.amount_minor
        return by_sku

    @property
    def discount_minor(self) -> int:
        """All cuts, of goods and deliveries; coins spent are none."""
        return sum(
            cut.minor for place in (self.lines, self.deliveries) for cuts in place.values() for cut in cuts
        )


@dataclass(frozen=True, slots=True)
class Most:
    """At most so many vouchers of these classes together, in a purchase or for each of its shops.

    A platform's voucher counts for every shop that it touches.
    """

    classes: frozenset[str]
    scope: Literal["purchase", "shop"]
    most: int


@dataclass(frozen=True, slots=True)
class Stacking:
    """Which vouchers go together in a country from a day on."""

    maxima: tuple[Most, ...] = ()
    excludes: frozenset[frozenset[str]] = frozenset()
    """Pairs of classes that are not used in one purchase."""
    coins_most_bps: int = 10_000
    """Part of what the goods cost after all cuts that coins may pay."""
    gives_back: Literal["always", "full", "never"] = "full"
    """Whether a cancelled purchase gives its vouchers back: when any order that used one is cancelled, when all of them
    are, or not at all."""
    coins_days: int = 90
    """How long coins can be spent."""
    id: int | None = None
    """The dated row that it stands in."""
