"""What a listing may be, and how its words are chosen. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Words = str | Mapping[str, str]
"""A text that is the same in every language, or one by language."""
Picture = Mapping[str, Any]
Size = tuple[int, int, int]
"""Length, width and height of the packed unit in cm."""

TITLE_MAX = 255
DESCRIPTION_MAX = 20_000
PICTURES_MAX = 12
SKUS_MAX = 100
AXES_MAX = 3
VALUE_MAX = 60
ATTRIBUTE_MAX = 200
PRICE_MAX = 10**13
WEIGHT_MAX_G = 1_000_000
SIDE_MAX_CM = 1_000
SLUG_MAX = 80
TAKEN_DOWN = "taken_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuDraft:
    """One variant as a seller describes it."""

    seller_sku: str
    price_minor: int
    list_minor: int | None = None
    """The price before."""
    options: Mapping[str, Words] = field(default_factory=dict)
    """Value by axis; every SKU of a listing has the same axes."""
    weight_g: int = 500
    size_cm: Size = (20, 15, 10)
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingDraft:
    """A listing as a seller describes it."""

    category_path: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str] = field(default_factory=dict)
    """HTML or plain text by language; cleaned when written."""
    brand: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    pictures: Sequence[Picture] = ()
    skus: Sequence[SkuDraft]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkListing(ListingDraft):
    """A listing of a bulk load, with its shop and whatever history it brings. Its texts are clean already.

    It is the same listing as an earlier one when the shop has one with the first SKU's seller code.
    """

    shop_id: int
    seller_id: int
    created_at: datetime | None = None
    """Now unless told."""
    rating_sum: int = 0
    rating_count: int = 0
    sold_count: int = 0
    popularity: int = 50
    badge: str = ""
    published: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """A price and when it holds; `until_at` None: until another begins."""

    price_minor: int
    list_minor: int | None
    from_at: datetime
    until_at: datetime | None = None


def pick(texts: Mapping[str, str], *languages: str) -> str:
    """The text in the first of the languages that has one; then English's, then any."""
    for language in (*languages, "en"):
        if found := texts.get(language):
            return found
    return next(iter(texts.values()), "")


def word(value: Words, *languages: str) -> str:
    """A value in a language."""
    return value if isinstance(value, str) else pick(value, *languages)


def options_text(options: Mapping[str, Words], axes: Sequence[str], *languages: str) -> str:
    """A variant in words: "Blue, XL". Axes in their order; a stored object has none of its own."""
    known = [axis for axis in axes if axis in options]
    known += [axis for axis in options if axis not in known]
    return ", ".join(word(options[axis], *languages) for axis in known)


def slug(title: str, *, otherwise: str) -> str:
    """The readable part of a listing's address: ASCII, cut at a word. `otherwise` when a title has too little Latin."""
    plain = unicodedata.normalize("NFD", title.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(found) > SLUG_MAX:
        found = found[: SLUG_MAX + 1].rsplit("-", 1)[0][:SLUG_MAX]
    return found if len(found) >= 3 else otherwise[:SLUG_MAX] or "listing"


def discount_pct(price_minor: int | None, list_minor: int | None) -> int:
    """By how many whole per cent a price is below the one before; never rounded up to more than it is."""
    if not price_minor or not list_minor or list_minor <= price_minor:
        return 0
    return (list_minor - price_minor) * 100 // list_minor


def price_right(price_minor: int, list_minor: int | None, step_minor: int) -> bool:
    """Whether a price is one that a shop of the country may ask, and the one before it dearer."""
    if type(price_minor) is not int or not 0 < price_minor <= PRICE_MAX or price_minor % step_minor:
        return False
    return list_minor is None or (
        type(list_minor) is int and price_minor < list_minor <= PRICE_MAX and list_minor % step_minor == 0
    )


def axes_of(skus: Iterable[SkuDraft]) -> list[str]:
    """The axes of a listing's SKUs, in the order of the first."""
    return list(dict.fromkeys(axis for sku in skus for axis in sku.options))


def problems(
    draft: ListingDraft, *, main: str, languages: Iterable[str], step_minor: int, is_leaf: bool
) -> Iterator[tuple[str, str]]:
    """(field, code) of everything that is wrong with a draft. main: the language that needs a title."""
    if not is_leaf:
        yield "category", "category"
    if not draft.titles.get(main, "").strip():
        yield f"title_{main}", "required"
    allowed = set(languages)
    for language, title in draft.titles.items():
        if len(title) > TITLE_MAX or "\0" in title:
            yield f"title_{language}", "too_long"
        if language not in allowed:
            yield f"title_{language}", "language"
    for language, text in draft.descriptions.items():
        if len(text) > DESCRIPTION_MAX or "\0" in text:
            yield f"description_{language}", "too_long"
    if len(draft.brand) > 100:
        yield "brand", "too_long"
    if len(draft.pictures) > PICTURES_MAX:
        yield "pictures", "too_many"
    if any(len(str(value)) > ATTRIBUTE_MAX for value in draft.attributes.values()):
        yield "attributes", "too_long"
    yield from _sku_problems(draft.skus, step_minor)


def _sku_problems(skus: Sequence[SkuDraft], step_minor: int) -> Iterator[tuple[str, str]]:
    if not 1 <= len(skus) <= SKUS_MAX:
        yield "skus", "count"
        return
    axes = axes_of(skus)
    if len(axes) > AXES_MAX or any(len(axis) > VALUE_MAX or not axis.strip() for axis in axes):
        yield "skus", "axes"
    seen_codes: set[str] = set()
    seen_options: set[tuple[str, ...]] = set()
    for number, sku in enumerate(skus):
        chosen = tuple(word(sku.options.get(axis, "")).strip().casefold() for axis in axes)
        if not sku.seller_sku.strip() or len(sku.seller_sku) > 100 or "\0" in sku.seller_sku:
            yield f"skus.{number}.seller_sku", "required"
        if sku.seller_sku in seen_codes:
            yield f"skus.{number}.seller_sku", "twice"
        if not all(chosen) or any(len(value) > VALUE_MAX for value in chosen):
            yield f"skus.{number}.options", "options"
        if chosen in seen_options:
            yield f"skus.{number}.options", "twice"
        if not price_right(sku.price_minor, sku.list_minor, step_minor):
            yield f"skus.{number}.price", "price"
        if not 1 <= sku.weight_g <= WEIGHT_MAX_G:
            yield f"skus.{number}.weight_g", "weight"
        if len(sku.size_cm) != 3 or not all(1 <= side <= SIDE_MAX_CM for side in sku.size_cm):
            yield f"skus.{number}.size_cm", "size"
        seen_codes.add(sku.seller_sku)
        seen_options.add(chosen)
