"""Verbs of reviews: write (once a line, by who received it), reply, hide."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from pasar.kernel import audit, clock, events
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import ListingId
from pasar.kernel.texts import plain_text
from pasar.market.catalogue import operations as catalogue
from pasar.market.identity import queries as identity
from pasar.market.orders import queries as orders
from pasar.market.reviews import rules
from pasar.market.reviews.errors import (
    NotReceived,
    RatingNeeded,
    ReviewedAlready,
    TooLong,
    TooManyPictures,
)
from pasar.market.reviews.events import ReviewHidden, ReviewWritten
from pasar.market.reviews.models import Review
from pasar.market.reviews.queries import RECEIVED
from pasar.market.sellers import operations as sellers


@transaction.atomic
def write(
    *,
    customer_id: int,
    line_id: UUID,
    rating: object,
    text: str = "",
    pictures: Sequence[dict[str, Any]] = (),
) -> int:
    """A customer says what they think of a line they received; return the review's id.

    pictures: as `media` accepted them.
    Raises RatingNeeded, TooLong, TooManyPictures; NotFound for a line that is not theirs; NotReceived; ReviewedAlready.
    """
    stars = _stars(rating)
    said = _text(text, rules.MOST_TEXT, "text")
    if len(pictures) > rules.MOST_PICTURES:
        raise TooManyPictures(field="pictures", most=rules.MOST_PICTURES)
    line = orders.customer_line(customer_id, line_id)
    if line.status not in RECEIVED:
        raise NotReceived
    try:
        with transaction.atomic():
            review = Review.objects.create(
                country=line.country,
                line_id=line.id,
                order_id=line.order_id,
                listing_id=line.listing_id,
                shop_id=line.shop_id,
                seller_id=line.seller_id,
                customer_id=customer_id,
                author=rules.shown_author(identity.customer(customer_id).name),
                options_text=line.options_text,
                rating=stars,
                text=said,
                pictures=list(pictures),
                created_at=clock.now(),
            )
    except IntegrityError as error:
        raise ReviewedAlready from error
    catalogue.count_rating(listing_id=ListingId(line.listing_id), rating=stars)
    sellers.count_rating(shop_id=line.shop_id, rating=stars)
    events.append(
        [
            ReviewWritten(
                country=line.country, review_id=review.pk, listing_id=line.listing_id, shop_id=line.shop_id,
                seller_id=line.seller_id, rating=stars,
            )
        ]
    )  # fmt: skip
    return int(review.pk)


@transaction.atomic
def reply(*, seller_id: int, review_id: int, text: str) -> None:
    """The seller answers, or changes the answer; an empty text takes it back.  Raises TooLong, NotFound."""
    said = _text(text, rules.MOST_REPLY, "reply")
    changed = Review.objects.filter(pk=review_id, seller_id=seller_id).update(
        reply=said, replied_at=clock.now() if said else None
    )
    if not changed:
        raise NotFound


@transaction.atomic
def hide(*, review_id: int, actor: str, reason: str) -> None:
    """An operator takes a review off the pages: it counts no more. Repeating it changes nothing.  Raises NotFound."""
    review = Review.objects.select_for_update(no_key=True).filter(pk=review_id).first()
    if review is None:
        raise NotFound
    if review.hidden:
        return
    review.hidden = True
    review.save(update_fields=["hidden"])
    catalogue.count_rating(listing_id=ListingId(review.listing_id), rating=review.rating, undo=True)
    sellers.count_rating(shop_id=review.shop_id, rating=review.rating, undo=True)
    audit.record(
        country=review.country, actor=actor, action="review.hide", target=f"review:{review_id}", reason=reason
    )
    events.append(
        [
            ReviewHidden(
                country=review.country, review_id=review_id, listing_id=review.listing_id,
                shop_id=review.shop_id, rating=review.rating,
            )
        ]
    )  # fmt: skip


def _stars(given: object) -> int:
    text = str(given) if isinstance(given, int | str) and not isinstance(given, bool) else ""
    if text not in ("1", "2", "3", "4", "5"):
        raise RatingNeeded(field="rating")
    return int(text)


def _text(given: str, most: int, field: str) -> str:
    if len(given.strip()) > most:
        raise TooLong(field=field, most=most)
    return plain_text(given, most)
