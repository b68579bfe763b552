"""Reviews as listings, shops and customers see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from pasar.kernel import sql
from pasar.kernel.errors import NotFound
from pasar.market.orders import queries as orders
from pasar.market.orders import rules as order_rules
from pasar.market.orders.queries import LineView
from pasar.market.reviews.models import Review
from pasar.market.reviews.rules import Histogram

PAGE = 10
RECEIVED = frozenset({order_rules.DELIVERED, order_rules.COMPLETED})


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review with the seller's answer."""

    id: int
    listing_id: int
    shop_id: int
    author: str
    options_text: str
    rating: int
    text: str
    pictures: list[Any]
    created_at: datetime
    hidden: bool
    reply: str
    replied_at: datetime | None


_FIELDS = tuple(ReviewView.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of reviews, the newest first, under the histogram of all. `next` is the last id, None on the last page."""

    histogram: Histogram
    reviews: tuple[ReviewView, ...]
    next: int | None


def histogram(listing_id: int) -> Histogram:
    """How many gave how many stars."""
    return Histogram(dict(sql.values(__package__, "histogram", listing_id=listing_id)))


def for_listing(
    listing_id: int, *, rating: int | None = None, after: int | None = None, size: int = PAGE
) -> ReviewPage:
    """A listing's reviews; rating: only those with so many stars. after: the last id of the page before."""
    found = Review.objects.filter(listing_id=listing_id, hidden=False)
    if rating is not None:
        found = found.filter(rating=rating)
    return _page(found, after, size, histogram(listing_id))


def for_seller(seller_id: int, *, after: int | None = None, size: int = PAGE) -> list[ReviewView]:
    """What customers said about a seller's goods, the newest first."""
    return list(_page(Review.objects.filter(seller_id=seller_id), after, size, Histogram({})).reviews)


def latest(country: str, *, after: int | None = None, size: int = 50) -> list[ReviewView]:
    """The newest reviews of a venture, hidden ones too: for operators."""
    return list(_page(Review.objects.filter(country=country), after, size, Histogram({})).reviews)


def to_review(customer_id: int, order_id: UUID) -> list[LineView]:
    """Lines of a customer's own order that arrived and are not reviewed yet.  Raises NotFound."""
    order = orders.order_page(customer_id, order_id)
    received = [line for line in order.lines if line.status in RECEIVED]
    done = reviewed(line.id for line in received)
    return [line for line in received if line.id not in done]


def reviewed(line_ids: Iterable[UUID]) -> dict[UUID, ReviewView]:
    """The reviews of these lines, by line."""
    rows = Review.objects.filter(line_id__in=list(line_ids)).values_list("line_id", *_FIELDS)
    return {row[0]: ReviewView(*row[1:]) for row in rows}


def review(review_id: int) -> ReviewView:
    """Raises NotFound."""
    row = Review.objects.filter(pk=review_id).values_list(*_FIELDS).first()
    if row is None:
        raise NotFound
    return ReviewView(*row)


def _page(found: QuerySet[Review], after: int | None, size: int, stars: Histogram) -> ReviewPage:
    if after is not None:
        found = found.filter(id__lt=after)
    rows = [ReviewView(*row) for row in found.order_by("-id").values_list(*_FIELDS)[: size + 1]]
    return ReviewPage(stars, tuple(rows[:size]), rows[size - 1].id if len(rows) > size else None)
