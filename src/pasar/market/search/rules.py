"""What may be asked of the search, how results are ordered, where a page ends. Pure."""

import base64
import binascii
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

Sort = Literal["relevance", "newest", "sold", "price_up", "price_down", "rating"]
SORTS: tuple[Sort, ...] = get_args(Sort)

TEXT_MAX = 200
PAGE = 24
PAGES_MAX = 20
"""Pages of a relevance order; whoever wants more narrows down or sorts by a field, which has no end."""
RERANKED = 200
BAND = 0.3
"""Behaviour moves a text score by this share at most: it orders equals and does not beat relevance."""

KEY_BITS = 22
KEY_MAX = (1 << (63 - KEY_BITS)) - 1


@dataclass(frozen=True)
class SearchRequest:
    """What a visitor looks for. Everything optional; an empty request is everything, best first."""

    text: str = ""
    category: str = ""
    """A category's path; its descendants count."""
    price_from: int | None = None
    price_to: int | None = None
    """Minor units of the venture's currency."""
    rating: int | None = None
    """At least so many stars, 1 to 5."""
    places: tuple[str, ...] = ()
    shop_kinds: tuple[str, ...] = ()
    reduced: bool = False
    shop_id: int | None = None
    sort: Sort = "relevance"
    after: str = ""
    """The cursor of the page before."""
    size: int = PAGE


@dataclass(frozen=True)
class Facet:
    """One value one may narrow down to, with how many results it has."""

    value: str
    count: int


@dataclass(frozen=True)
class Results:
    """One page. `next` is empty on the last. `loosened`: nothing had all the words, so some or similar ones count."""

    listing_ids: list[int]
    total: int
    facets: Mapping[str, list[Facet]]
    price_range: tuple[int, int] | None
    next: str
    loosened: bool = False


@dataclass(frozen=True)
class Document:
    """A listing as the index needs it. Texts by language; times and prices as whole numbers."""

    listing_id: int
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    brand: str
    category_path: str
    category_names: Mapping[str, str]
    attributes: str
    seller_codes: str
    shop_id: int
    shop_name: str
    shop_kind: str
    place: str
    price_minor: int
    reduced: bool
    rating_sum: int
    rating_count: int
    sold_count: int
    popularity: int
    created_s: int
    in_stock: bool


@dataclass(frozen=True)
class Behaviour:
    """What is known of a listing besides its text."""

    rating: float
    sold: int
    popularity: int
    in_stock: bool
    age_days: float


@dataclass(frozen=True)
class Weights:
    """How much each piece of behaviour counts; the sum of the positive ones is 1."""

    rating: float = 0.3
    sold: float = 0.35
    popularity: float = 0.25
    fresh: float = 0.1
    out_of_stock: float = 0.8


WEIGHTS = Weights()


def behaviour_score(behaviour: Behaviour, weights: Weights = WEIGHTS) -> float:
    """Between −1 and 1: how much better or worse than a middling listing."""
    rating = (behaviour.rating - 3.0) / 2.0
    sold = math.log1p(behaviour.sold) / math.log(10_000) * 2 - 1
    popularity = behaviour.popularity / 50 - 1
    fresh = 1.0 if behaviour.age_days < 14 else -0.2
    score = (
        weights.rating * _within(rating)
        + weights.sold * _within(sold)
        + weights.popularity * _within(popularity)
        + weights.fresh * fresh
    )
    return _within(score - (0 if behaviour.in_stock else weights.out_of_stock))


def final_score(text_score: float, behaviour: Behaviour) -> float:
    """The text's score moved by behaviour within ±BAND."""
    return text_score * (1 + BAND * behaviour_score(behaviour))


def bayesian_rating(rating_sum: int, rating_count: int, *, prior: float = 3.8, weight: int = 5) -> float:
    """The mean rating as if `weight` reviews of the prior had come first: two fives are not yet the best."""
    return (rating_sum + prior * weight) / (rating_count + weight)


def spread_sellers(ranked: list[tuple[int, int]], *, most: int = 4, window: int = PAGE) -> list[int]:
    """Listing ids of (listing, shop) pairs with at most `most` of a shop per window; the rest wait their turn.

    Nothing is lost and the order among what moves stays.
    """
    result: list[int] = []
    waiting = list(ranked)
    while waiting:
        seen: dict[int, int] = {}
        later: list[tuple[int, int]] = []
        taken = 0
        for listing_id, shop_id in waiting:
            if taken < window and seen.get(shop_id, 0) < most:
                seen[shop_id] = seen.get(shop_id, 0) + 1
                result.append(listing_id)
                taken += 1
            else:
                later.append((listing_id, shop_id))
        waiting = later
    return result


def sort_key(value: int, listing_id: int) -> int:
    """A number that orders by value, then by listing: one fast field gives a total order to page through."""
    return min(max(value, 0), KEY_MAX) << KEY_BITS | listing_id & ((1 << KEY_BITS) - 1)


def tidy(request: SearchRequest) -> SearchRequest:
    """The request with everything impossible left out: nothing that a visitor sends is an error here."""
    rating = request.rating if request.rating in (1, 2, 3, 4, 5) else None
    low, high = (
        None if price is None or not 0 <= price < 1 << 53 else price
        for price in (request.price_from, request.price_to)
    )
    if low is not None and high is not None and low > high:
        low, high = high, low
    return replace(
        request,
        text=" ".join(request.text[:TEXT_MAX].replace("\x00", " ").split()),
        sort=request.sort if request.sort in SORTS else "relevance",
        rating=rating,
        price_from=low,
        price_to=high,
        size=min(max(request.size, 1), 100),
    )


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: a position for relevance, the last sort key otherwise."""

    kind: Literal["position", "key"]
    value: int


def write_cursor(cursor: Cursor) -> str:
    return base64.urlsafe_b64encode(json.dumps([cursor.kind, cursor.value]).encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor | None:
    """The cursor in `text`, or None for anything that is none: the first page is shown then."""
    if not text or len(text) > 100:
        return None
    try:
        kind, value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, TypeError):
        return None
    if kind not in ("position", "key") or type(value) is not int or not 0 <= value < 1 << 63:
        return None
    return Cursor(kind, value)


def _within(value: float) -> float:
    return max(-1.0, min(1.0, value))
