"""A seller's own verbs: write a listing, change it, publish it, take it back."""

from django.db import IntegrityError, transaction

from pasar import countries
from pasar.kernel import clock
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import ListingId, SellerId
from pasar.market.catalogue import queries, rules, texts
from pasar.market.catalogue.errors import (
    MESSAGES,
    DraftInvalid,
    NotPublishable,
    SkuTaken,
    TakenDown,
    WordsForbidden,
)
from pasar.market.catalogue.models import Listing
from pasar.market.catalogue.operations import bulk, changing
from pasar.market.catalogue.operations.announcing import announce
from pasar.market.catalogue.rules import BulkListing, ListingDraft
from pasar.market.sellers import queries as sellers
from pasar.market.trust import queries as trust


@transaction.atomic
def create_listing(*, seller_id: SellerId, draft: ListingDraft, actor: str) -> ListingId:
    """A new listing in the seller's shop, not yet published.  Raises DraftInvalid, SkuTaken, NotFound."""
    shop = sellers.shop_of(seller_id)
    if shop is None:
        raise NotFound
    row = _checked(draft, country=shop.country, shop_id=shop.id, seller_id=seller_id)
    taken = changing.known_skus((shop.id, sku.seller_sku) for sku in row.skus)
    if taken:
        raise SkuTaken(seller_sku=next(iter(taken))[1])
    try:
        with transaction.atomic():
            [made] = bulk.insert(shop.country, [row], clock.now())
    except IntegrityError:
        # Two forms at once with the same code: the key let one through.
        raise SkuTaken(seller_sku=row.skus[0].seller_sku) from None
    return ListingId(made.listing_id)


@transaction.atomic
def update_listing(*, seller_id: SellerId, listing_id: ListingId, draft: ListingDraft, actor: str) -> bool:
    """Make a listing what the draft says; return whether anything differed.

    Variants that the draft does not name are offered no longer.  Raises DraftInvalid, SkuTaken, NotFound;
    WordsForbidden for a published one.
    """
    listing = _lock(seller_id, listing_id)
    row = _checked(draft, country=listing.country, shop_id=listing.shop_id, seller_id=seller_id)
    if listing.state == Listing.State.PUBLISHED:
        _screen(listing.country, row)
    for (_shop, code), known in changing.known_skus(
        (listing.shop_id, sku.seller_sku) for sku in row.skus
    ).items():
        if known.listing_id != listing.pk:
            raise SkuTaken(seller_sku=code)
    own = changing.Known(listing.shop_id, "", 0, listing.pk, listing.product_id)
    [written] = changing.change(listing.country, [(own, row)], clock.now())
    return written.change == "changed"


@transaction.atomic
def publish(*, seller_id: SellerId, listing_id: ListingId, actor: str) -> None:
    """Let visitors see a listing.  Raises TakenDown, NotPublishable, WordsForbidden, NotFound."""
    listing = _lock(seller_id, listing_id)
    if listing.state == Listing.State.PUBLISHED:
        return
    if listing.state == Listing.State.TAKEN_DOWN:
        raise TakenDown
    category = queries.find_category(listing.product.category_id)
    missing = [
        name
        for name, there in {
            "picture": bool(listing.pictures),
            "category": category is not None and category.is_leaf,
            "price": listing.price_minor is not None,
            "sku": listing.skus.filter(active=True).exists(),
        }.items()
        if not there
    ]
    if missing:
        raise NotPublishable(missing=missing)
    _screen(listing.country, listing)
    at = clock.now()
    listing.state = Listing.State.PUBLISHED
    listing.published_at = listing.published_at or at
    listing.save(update_fields=["state", "published_at"])
    announce([listing.pk])


@transaction.atomic
def withdraw(*, seller_id: SellerId, listing_id: ListingId, actor: str) -> None:
    """Take a published listing out of visitors' sight.  Raises NotFound."""
    listing = _lock(seller_id, listing_id)
    if listing.state != Listing.State.PUBLISHED:
        return
    listing.state = Listing.State.WITHDRAWN
    listing.save(update_fields=["state"])
    announce([listing.pk], unseen_too=True)


def _lock(seller_id: SellerId, listing_id: ListingId) -> Listing:
    """The seller's listing, locked.  Raises NotFound, also for another seller's."""
    found = (
        Listing.objects.select_for_update(no_key=True, of=("self",))
        .select_related("product")
        .filter(pk=listing_id, seller_id=seller_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _checked(draft: ListingDraft, *, country: str, shop_id: int, seller_id: int) -> BulkListing:
    """The draft with trimmed words and clean HTML.  Raises DraftInvalid with a message by field."""
    venture = countries.get(country)
    category = queries.find_category(draft.category_path)
    wrong = rules.problems(
        draft,
        main=venture.languages[0],
        languages=venture.languages,
        step_minor=venture.price_step_minor,
        is_leaf=category is not None and category.is_leaf,
    )
    if fields := {name: MESSAGES[code] for name, code in wrong}:
        raise DraftInvalid(fields=fields)
    return BulkListing(
        shop_id=shop_id,
        seller_id=seller_id,
        published=False,
        category_path=draft.category_path,
        titles={tag: " ".join(title.split()) for tag, title in draft.titles.items() if title.strip()},
        descriptions={tag: html for tag, text in draft.descriptions.items() if (html := texts.clean(text))},
        brand=draft.brand.strip(),
        attributes={key: value for key, value in draft.attributes.items() if value not in ("", None, [])},
        pictures=list(draft.pictures),
        skus=list(draft.skus),
    )


def _screen(country: str, words: ListingDraft | Listing) -> None:
    shown = [*words.titles.values(), *(texts.plain(html) for html in words.descriptions.values())]
    if found := trust.screen(country, shown):
        raise WordsForbidden(words=", ".join(sorted({str(each.word) for each in found})))
