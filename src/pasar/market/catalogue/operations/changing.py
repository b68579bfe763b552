"""Listings that are there made what drafts say: only what differs is written, and only that is news."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pasar import countries
from pasar.kernel import sql
from pasar.market.catalogue import rules
from pasar.market.catalogue.errors import SkuTaken
from pasar.market.catalogue.models import Sku
from pasar.market.catalogue.operations.announcing import PACKAGE, announce
from pasar.market.catalogue.rows import written
from pasar.market.catalogue.rules import ListingDraft, SkuDraft, pick, slug

Change = Literal["new", "changed", "same", "repeated"]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a row. sku_ids: in the order of the row's SKUs; new_sku_ids: those that were not there before."""

    seller_sku: str
    listing_id: int
    sku_ids: tuple[int, ...]
    new_sku_ids: frozenset[int]
    change: Change


@dataclass(frozen=True, slots=True)
class Known:
    """A SKU that a shop has under a code."""

    shop_id: int
    seller_sku: str
    sku_id: int
    listing_id: int
    product_id: int


def known_skus(keys: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Known]:
    """The SKUs there are, by shop and the seller's code."""
    wanted = list(dict.fromkeys(keys))
    rows = sql.rows(
        Known, PACKAGE, "known_skus",
        shop_ids=sql.ints(shop for shop, _code in wanted), codes=sql.texts(code for _shop, code in wanted),
    )  # fmt: skip
    return {(row.shop_id, row.seller_sku): row for row in rows}


def change(country: str, pairs: Sequence[tuple[Known, Any]], at: datetime) -> list[Written]:
    """Make listings what drafts say; each pair is any SKU of the listing and the draft, with its `shop_id`.

    A variant keeps its SKU, with units and history, when it gets another code that the shop does not use.
    The caller has locked out others who would write the same listings.  Raises SkuTaken.
    """
    if not pairs:
        return []
    main = countries.get(country).languages[0]
    listing_ids = [known.listing_id for known, _row in pairs]
    drafts = [row for _known, row in pairs]
    touched = _change_words(listing_ids, drafts, main)
    codes = known_skus((row.shop_id, sku.seller_sku) for row in drafts for sku in row.skus)
    flat = [(known, row, position, sku) for known, row in pairs for position, sku in enumerate(row.skus)]
    variants = _find_variants(country, [known.product_id for known, *_ in flat], [sku for *_, sku in flat])
    renamed = _rename_skus(flat, variants, codes)
    codes |= renamed
    touched |= {known.listing_id for known in renamed.values()}
    touched |= _change_skus(
        [
            (codes[row.shop_id, sku.seller_sku].sku_id, variant, position, sku)
            for (_known, row, position, sku), variant in zip(flat, variants, strict=True)
            if (row.shop_id, sku.seller_sku) in codes
        ]
    )
    new = [
        (known, row, position, sku, variant)
        for (known, row, position, sku), variant in zip(flat, variants, strict=True)
        if (row.shop_id, sku.seller_sku) not in codes
    ]
    made = _add_skus(country, new)
    touched |= {known.listing_id for known, *_ in new}
    ids = {key: known.sku_id for key, known in codes.items()} | made
    kept = [ids[row.shop_id, sku.seller_sku] for _known, row, _position, sku in flat]
    touched |= _ids("retire_skus", listing_ids=listing_ids, kept=kept)
    set_open_offers(
        country,
        {sku: (each.price_minor, each.list_minor) for sku, (*_, each) in zip(kept, flat, strict=True)},
        at,
    )
    touched |= refresh_prices(listing_ids, at)
    announce(touched)
    answers = []
    for known, row in pairs:
        own = tuple(ids[row.shop_id, sku.seller_sku] for sku in row.skus)
        fresh = frozenset(made[key] for sku in row.skus if (key := (row.shop_id, sku.seller_sku)) in made)
        state: Change = "changed" if known.listing_id in touched else "same"
        answers.append(Written(row.skus[0].seller_sku, known.listing_id, own, fresh, state))
    return answers


def listing_slug(draft: ListingDraft, main: str) -> str:
    """The readable part of the address: of the main title, of the English one when that has no Latin letters."""
    otherwise = slug(draft.titles.get("en", ""), otherwise=draft.category_path.rpartition("/")[2])
    return slug(pick(draft.titles, main), otherwise=otherwise)


def _change_words(listing_ids: Sequence[int], drafts: Sequence[ListingDraft], main: str) -> set[int]:
    touched = _ids(
        "change_products",
        listing_ids=list(listing_ids),
        categories=[draft.category_path for draft in drafts],
        brands=[draft.brand for draft in drafts],
        attributes=[written(draft.attributes) for draft in drafts],
        axes=[written(rules.axes_of(draft.skus)) for draft in drafts],
    )
    return touched | _ids(
        "change_listings",
        listing_ids=list(listing_ids),
        slugs=[listing_slug(draft, main) for draft in drafts],
        titles=[written(draft.titles) for draft in drafts],
        descriptions=[written(draft.descriptions) for draft in drafts],
        pictures=[written(draft.pictures) for draft in drafts],
    )


def _find_variants(country: str, product_ids: Sequence[int], skus: Sequence[SkuDraft]) -> list[int]:
    rows = sql.values(
        PACKAGE, "find_variants",
        country=country, product_ids=list(product_ids), options=[written(sku.options) for sku in skus],
    )  # fmt: skip
    return [row[0] for row in rows]


def _rename_skus(
    flat: Sequence[tuple[Known, Any, int, SkuDraft]],
    variants: Sequence[int],
    codes: Mapping[tuple[int, str], Known],
) -> dict[tuple[int, str], Known]:
    """Give SKUs that no draft names any more the new code of their variant; those, by shop and code.

    Raises SkuTaken when a code moves to a variant whose own SKU is named no more: two would be one variant's.
    """
    named = {known.sku_id for known in codes.values()}
    listings = {known.listing_id for known, *_ in flat}
    left = {
        (sku.listing_id, sku.variant_id): sku
        for sku in Sku.objects.filter(listing_id__in=listings).exclude(pk__in=named)
    }
    renamed: dict[tuple[int, str], Known] = {}
    changed = []
    for (known, row, _position, draft), variant in zip(flat, variants, strict=True):
        sku = left.get((known.listing_id, variant))
        if sku is None:
            continue
        key = row.shop_id, draft.seller_sku
        if key in codes:
            raise SkuTaken(seller_sku=draft.seller_sku)
        sku.seller_sku = draft.seller_sku
        changed.append(sku)
        renamed[key] = Known(*key, sku.pk, known.listing_id, known.product_id)
    Sku.objects.bulk_update(changed, ["seller_sku"])
    return renamed


def _change_skus(skus: Sequence[tuple[int, int, int, SkuDraft]]) -> set[int]:
    if not skus:
        return set()
    return _ids(
        "change_skus",
        sku_ids=[sku_id for sku_id, *_ in skus],
        variant_ids=[variant for _sku, variant, *_ in skus],
        positions=[position for _sku, _variant, position, _draft in skus],
        pictures=[draft.picture and written(draft.picture) for *_, draft in skus],
        weights=[draft.weight_g for *_, draft in skus],
        lengths=[draft.size_cm[0] for *_, draft in skus],
        widths=[draft.size_cm[1] for *_, draft in skus],
        heights=[draft.size_cm[2] for *_, draft in skus],
    )


def _add_skus(
    country: str, new: Sequence[tuple[Known, Any, int, SkuDraft, int]]
) -> dict[tuple[int, str], int]:
    """New SKUs of listings that are there; their ids by shop and code."""
    made = Sku.objects.bulk_create(
        Sku(
            country=country, listing_id=known.listing_id, variant_id=variant, shop_id=row.shop_id,
            seller_id=row.seller_id, seller_sku=sku.seller_sku, position=position, picture=sku.picture,
            weight_g=sku.weight_g, length_cm=sku.size_cm[0], width_cm=sku.size_cm[1], height_cm=sku.size_cm[2],
        )
        for known, row, position, sku, variant in new
    )  # fmt: skip
    return {(sku.shop_id, sku.seller_sku): sku.pk for sku in made}


def set_open_offers(country: str, prices: dict[int, tuple[int, int | None]], at: datetime) -> int:
    """Let SKUs cost this from now on; return how many changed. Offers with an end stay as they are."""
    rows = sql.values(
        PACKAGE, "end_offers",
        sku_ids=list(prices), prices=[price for price, _before in prices.values()],
        lists=[before for _price, before in prices.values()], at=at,
    )  # fmt: skip
    if rows:
        sql.run(
            PACKAGE, "begin_offers",
            country=country, sku_ids=[row[0] for row in rows], prices=[row[1] for row in rows],
            lists=[row[2] for row in rows], froms=[at] * len(rows), untils=[None] * len(rows),
        )  # fmt: skip
    return len(rows)


def refresh_prices(listing_ids: Iterable[int], at: datetime) -> set[int]:
    """Work out again what lists show of listings' prices; the listings whose price differed."""
    return _ids("refresh_prices", listing_ids=sorted(set(listing_ids)), at=at)


def _ids(name: str, **params: Any) -> set[int]:
    return {row[0] for row in sql.values(PACKAGE, name, **params)}
