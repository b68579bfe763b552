"""What pages and baskets read of campaigns and flash sales."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q

from pasar import countries
from pasar.kernel import clock, sql
from pasar.kernel.errors import NotFound
from pasar.market.campaigns import batch
from pasar.market.campaigns.models import Campaign, Enrolment, Item, Place, Reminder, Slot
from pasar.market.campaigns.rules import Past, Price, Terms, Used, Verdict, judge
from pasar.market.catalogue import queries as catalogue

PACKAGE = "pasar.market.campaigns"
MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class SlotView:
    """The hours of a flash sale. items: how many are, or will be, in it."""

    id: int
    country: str
    starts_at: datetime
    ends_at: datetime
    nominate_by: datetime
    terms: Terms
    items: int = 0

    def running(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class ItemView:
    """A nomination, or what became of it."""

    id: int
    country: str
    slot_id: int
    sku_id: int
    listing_id: int
    shop_id: int
    seller_id: int
    price_minor: int
    was_minor: int
    units: int
    per_customer: int
    quota: int
    sold: int
    offered: int
    state: str
    reason: str
    starts_at: datetime
    ends_at: datetime

    @property
    def left(self) -> int:
        """Units nobody has bought yet, of the quota once the slot has opened."""
        return (self.quota if self.state in ("open", "closed") else self.units) - self.sold


@dataclass(frozen=True, slots=True)
class ListingPrice:
    """The lowest price that stands in for a listing's own now. quota, units_left: of a flash sale."""

    listing_id: int
    sku_id: int
    source: str
    source_id: int
    price_minor: int
    was_minor: int
    quota: int | None
    units_left: int | None
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CampaignView:
    id: int
    country: str
    slug: str
    names: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime
    enrol_by: datetime
    terms: Terms
    stopped_at: datetime | None
    enrolled: int = 0

    def running(self, at: datetime) -> bool:
        return self.stopped_at is None and self.starts_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class EnrolmentView:
    id: int
    campaign_id: int
    sku_id: int
    listing_id: int
    shop_id: int
    seller_id: int
    price_minor: int
    was_minor: int
    state: str
    reason: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A customer's place in the line for an item. ahead: how many wait before them."""

    id: int
    item_id: int
    customer_id: int
    state: str
    units: int
    joined_at: datetime
    called_until: datetime | None
    ahead: int


_ITEM = tuple(ItemView.__dataclass_fields__)
_ENROLMENT = tuple(EnrolmentView.__dataclass_fields__)


def prices(sku_ids: Iterable[int], at: datetime | None = None) -> dict[int, tuple[Price, ...]]:
    """The prices that stand in for the offers' now, by SKU, the lowest first; SKUs without any have no entry."""
    wanted = {"sku_ids": sql.ints(sorted(set(sku_ids))), "at": at or clock.now()}
    if wanted["sku_ids"] == "{}":
        return {}
    return batch.prices(
        sql.values(PACKAGE, "read_quotas", **wanted), sql.values(PACKAGE, "read_prices", **wanted)
    )


def uses(sku_ids: Iterable[int], customer_id: int) -> dict[int, Used]:
    """What a customer has of the running flash items of SKUs, and what is kept for them, by item: for quotes."""
    wanted = {"sku_ids": sql.ints(sorted(set(sku_ids))), "customer_ids": sql.ints([customer_id])}
    found = batch.uses(sql.values(PACKAGE, "read_uses", **wanted, at=clock.now()))
    return {item: used for (item, _customer), used in found.items()}


def listing_prices(listing_ids: Iterable[int]) -> dict[int, ListingPrice]:
    """The lowest price in force by listing, for cards; listings without any have no entry. One query."""
    wanted = sorted(set(listing_ids))
    if not wanted:
        return {}
    found = sql.rows(ListingPrice, PACKAGE, "listing_prices", listing_ids=wanted, at=clock.now())
    return {row.listing_id: row for row in found}


def slots(country: str, *, size: int = 5, back: timedelta = timedelta(0)) -> list[SlotView]:
    """The slot that runs and those to come, in their order; back: also those that ended so lately."""
    rows = (
        Slot.objects.filter(country=country, ends_at__gt=clock.now() - back)
        .annotate(n=Count("items", filter=Q(items__state__in=("approved", "open", "closed"))))
        .order_by("starts_at")[:size]
    )
    return [_slot(row, row.n) for row in rows]


def slot(country: str, slot_id: int) -> SlotView:
    """Raises NotFound."""
    row = Slot.objects.filter(pk=slot_id, country=country).first()
    if row is None:
        raise NotFound
    return _slot(row)


def items_of(slot_id: int, size: int = MOST_ITEMS) -> list[ItemView]:
    """What a slot offers, in the order shown: what can still be had first."""
    rows = Item.objects.filter(slot_id=slot_id, state__in=("approved", "open", "closed")).exclude(
        state="closed", quota=0
    )
    found = [ItemView(*row) for row in rows.order_by("position", "id").values_list(*_ITEM)[:size]]
    return sorted(found, key=lambda item: item.left <= 0)


def running_items(country: str, size: int) -> list[ItemView]:
    """What of the slot that runs can still be had, in the order shown. One query."""
    now = clock.now()
    rows = Item.objects.filter(
        country=country, state="open", starts_at__lte=now, ends_at__gt=now, sold__lt=F("quota")
    )
    return [ItemView(*row) for row in rows.order_by("position", "id").values_list(*_ITEM)[:size]]


def item(country: str, item_id: int) -> ItemView:
    """An item that customers may see.  Raises NotFound."""
    row = Item.objects.filter(pk=item_id, country=country, state__in=("approved", "open", "closed"))
    if (found := row.values_list(*_ITEM).first()) is None:
        raise NotFound
    return ItemView(*found)


def next_of_listing(listing_id: int) -> ItemView | None:
    """The next slot in which a listing will cost less, if one is announced."""
    row = Item.objects.filter(listing_id=listing_id, state="approved", starts_at__gt=clock.now())
    found = row.order_by("starts_at").values_list(*_ITEM).first()
    return ItemView(*found) if found else None


def to_decide(country: str, size: int = MOST_ITEMS) -> list[ItemView]:
    """Nominations that wait for an operator, the next slot's first."""
    rows = Item.objects.filter(country=country, state="nominated").order_by("starts_at", "id")
    return [ItemView(*row) for row in rows.values_list(*_ITEM)[:size]]


def seller_items(seller_id: int, size: int = MOST_ITEMS) -> list[ItemView]:
    """A seller's nominations, the newest first."""
    rows = Item.objects.filter(seller_id=seller_id).order_by("-id")
    return [ItemView(*row) for row in rows.values_list(*_ITEM)[:size]]


def seller_enrolments(seller_id: int, size: int = MOST_ITEMS) -> list[EnrolmentView]:
    rows = Enrolment.objects.filter(seller_id=seller_id).order_by("-id")
    return [EnrolmentView(*row) for row in rows.values_list(*_ENROLMENT)[:size]]


def campaigns(country: str, *, size: int = 20, ended: bool = False) -> list[CampaignView]:
    """Campaigns that run or are to come, in their order; ended: the past ones too."""
    rows = Campaign.objects.filter(country=country)
    if not ended:
        rows = rows.filter(ends_at__gt=clock.now(), stopped_at=None)
    found = rows.annotate(n=Count("enrolments", filter=Q(enrolments__state="in"))).order_by("starts_at")
    return [_campaign(row, row.n) for row in found[:size]]


def running_campaign(country: str) -> CampaignView | None:
    """The campaign that runs now; of several, the one that began last."""
    now = clock.now()
    rows = Campaign.objects.filter(country=country, stopped_at=None, starts_at__lte=now, ends_at__gt=now)
    row = rows.order_by("-starts_at").first()
    return _campaign(row) if row else None


def campaign(country: str, slug: str = "", *, campaign_id: int | None = None) -> CampaignView:
    """By its slug, or its id.  Raises NotFound."""
    asked: dict[str, Any] = {"slug": slug} if campaign_id is None else {"pk": campaign_id}
    row = Campaign.objects.filter(country=country, **asked).first()
    if row is None:
        raise NotFound
    return _campaign(row)


def campaign_listings(campaign_id: int, size: int = 60) -> list[int]:
    """Listings with something enrolled, the deepest cut first."""
    rows = sql.values(PACKAGE, "campaign_listings", campaign_id=campaign_id, size=size)
    return [listing for (listing,) in rows]


def place(item_id: int, customer_id: int) -> PlaceView | None:
    """A customer's place in the line, if they ever took one."""
    return places([(item_id, customer_id)]).get((item_id, customer_id))


def places(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], PlaceView]:
    """The places of customers in lines, by (item, customer); who never took one has no entry. One query."""
    wanted = sorted(set(pairs))
    rows = sql.rows(
        PlaceView, PACKAGE, "places_in_line",
        item_ids=sql.ints(item for item, _ in wanted), customer_ids=sql.ints(customer for _, customer in wanted),
    )  # fmt: skip
    return {(row.item_id, row.customer_id): row for row in rows}


def turns_due(at: datetime) -> bool:
    """Whether somebody's turn was over at a moment."""
    return Place.objects.filter(state="called", called_until__lte=at).exists()


def waiting(slot_id: int) -> dict[int, int]:
    """How many wait in line, by item of a slot."""
    items = Item.objects.filter(slot_id=slot_id).values("pk")
    rows = Place.objects.filter(item_id__in=items, state="waiting").values_list("item_id")
    return dict(rows.annotate(Count("id")))


def lock_items(item_ids: Iterable[int]) -> list[int]:
    """Items, locked in SKU order."""
    return [key for (key,) in sql.values(PACKAGE, "lock_items", item_ids=sql.ints(item_ids))]


def reminded_of(customer_id: int) -> set[int]:
    """Slots still to come that a customer wants to be told of."""
    coming = Slot.objects.filter(announced_at=None, ends_at__gt=clock.now()).values("pk")
    rows = Reminder.objects.filter(customer_id=customer_id, slot_id__in=coming)
    return set(rows.values_list("slot_id", flat=True))


def reminders(slot_ids: Iterable[int]) -> dict[int, int]:
    """How many want to be told, by slot."""
    rows = Reminder.objects.filter(slot_id__in=list(slot_ids)).values_list("slot_id")
    return dict(rows.annotate(Count("id")))


def _slot(row: Slot, items: int = 0) -> SlotView:
    terms = Terms(row.min_cut_bps, row.look_back_days, row.min_days_priced)
    return SlotView(row.pk, row.country, row.starts_at, row.ends_at, row.nominate_by, terms, items)


def _campaign(row: Any, enrolled: int = 0) -> CampaignView:
    terms = Terms(row.min_cut_bps, row.look_back_days, row.min_days_priced)
    return CampaignView(
        row.pk, row.country, row.slug, row.names, row.starts_at, row.ends_at, row.enrol_by, terms,
        row.stopped_at, enrolled,
    )  # fmt: skip


def verdicts(country: str, prices: Mapping[int, int], terms: Terms) -> dict[int, Verdict]:
    """Whether prices would be cuts, by SKU; a price of 0 asks what would be accepted at most."""
    at, step = clock.now(), countries.get(country).price_step_minor
    history = catalogue.price_history(prices, at - timedelta(days=terms.look_back_days))
    return {
        sku: judge(
            terms,
            prices[sku],
            [Past(each.price_minor, each.from_at, each.until_at) for each in past],
            step,
            at,
        )
        for sku, past in history.items()
    }
