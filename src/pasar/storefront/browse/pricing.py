"""Prices that stand in for the offers' for a while, as cards and pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pasar.kernel import clock
from pasar.kernel.ids import ListingId
from pasar.market.campaigns import queries as campaigns
from pasar.market.campaigns.queries import ItemView
from pasar.market.campaigns.rules import FLASH, Price
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.queries import ListingCard, SkuOffer
from pasar.ui.pictures import discount_pct


@dataclass(frozen=True)
class Deal:
    """An item of a slot with the card of its listing. begins_in_s, left_s: by the server's clock."""

    item: ItemView
    card: ListingCard
    pct: int
    left: int
    quota: int
    taken_pct: int
    """Of the quota that is gone, 0 to 100."""


@dataclass(frozen=True)
class Lowered:
    """The price of the chosen variant while it lasts, or the one that is to come."""

    price: Price | None
    pct: int
    left_s: int
    quota: int
    soon: ItemView | None

    @property
    def flash(self) -> bool:
        return self.price is not None and self.price.source == FLASH

    @property
    def gone(self) -> bool:
        """All pieces are taken, or kept for those whose turn it is."""
        return self.flash and self.price is not None and self.price.quota_left == 0


def with_campaigns(cards: Sequence[ListingCard]) -> list[ListingCard]:
    """The cards at the prices in force: a campaign's or flash sale's where that is lower. One query."""
    found = campaigns.listing_prices(int(card.id) for card in cards)
    return [_lowered(card, found[int(card.id)]) if int(card.id) in found else card for card in cards]


def lowered(cards: Sequence[ListingCard]) -> list[ListingCard]:
    """Of these cards, those that a campaign or flash sale makes cheaper than anything else of their listing."""
    return [new for old, new in zip(cards, with_campaigns(cards), strict=True) if new is not old]


def _lowered(card: ListingCard, price: campaigns.ListingPrice) -> ListingCard:
    if card.price_minor is not None and card.price_minor <= price.price_minor:
        return card
    return replace(
        card, price_minor=price.price_minor, list_minor=price.was_minor,
        discount_pct=discount_pct(price.price_minor, price.was_minor),
    )  # fmt: skip


def deals(items: Iterable[ItemView], language: str) -> list[Deal]:
    """The items whose listings are on sale, in their order."""
    items = list(items)
    cards = {int(c.id): c for c in catalogue.cards([ListingId(i.listing_id) for i in items], language)}
    return [deal(item, cards[item.listing_id]) for item in items if item.listing_id in cards]


def deal(item: ItemView, card: ListingCard) -> Deal:
    quota = item.quota if item.state in ("open", "closed") else item.units
    left = max(item.left, 0)
    return Deal(
        item, card, discount_pct(item.price_minor, item.was_minor), left, quota,
        100 - left * 100 // quota if quota else 100,
    )  # fmt: skip


def of_sku(sku: SkuOffer, listing_id: int) -> Lowered:
    """What the chosen variant costs now beside its offer, or when it will. Two queries, three when nothing runs."""
    now = clock.now()
    lower = [
        price
        for price in campaigns.prices([int(sku.id)]).get(int(sku.id), ())
        if price.unit_minor < (sku.price_minor or 0)
    ]
    if not lower:
        return Lowered(None, 0, 0, 0, campaigns.next_of_listing(listing_id))
    price = lower[0]
    return Lowered(
        price, discount_pct(price.unit_minor, price.was_minor), seconds_to(price.until, now), 0, None
    )


def seconds_to(moment: datetime, now: datetime | None = None) -> int:
    """Whole seconds until a moment, by the market's clock; 0 when it has passed."""
    return max(int((moment - (now or clock.now())).total_seconds()), 0)
