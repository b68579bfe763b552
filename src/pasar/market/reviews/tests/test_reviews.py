"""Reviews: by who received it, once, counted where they are shown."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar.kernel.errors import NotFound
from pasar.kernel.models import AuditEntry
from pasar.market.catalogue import queries as catalogue
from pasar.market.checkout.tests.buying import buy, fill_wallet
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_queries
from pasar.market.reviews import operations, queries
from pasar.market.reviews.errors import NotReceived, RatingNeeded, ReviewedAlready, TooLong, TooManyPictures
from pasar.market.reviews.rules import Histogram, shown_author
from pasar.market.sellers import queries as sellers
from pasar.market.stock.tests.making import Shelf, make_customers, make_shelf


class Bought:
    """Something that arrived, and who bought it."""

    def __init__(self, shelf: Shelf | None = None, *, arrived: bool = True) -> None:
        fulfilment.load_rate_cards()
        self.shelf = shelf or make_shelf(units=50)
        [self.customer] = make_customers()
        fill_wallet(self.customer, 1_000_000_00)
        placed = buy(self.customer, (self.shelf.skus[0], 1))
        [card] = order_queries.purchase_page(self.customer, placed.purchase_id).orders
        self.order_id, self.line_id = card.id, card.lines[0].id
        if arrived:
            orders.pack(order_id=card.id, actor="system")
            orders.ship(order_id=card.id, actor="system")
            orders.confirm(order_id=card.id, actor=f"customer:{self.customer}")

    def write(self, rating: object = 5, text: str = "Bagus!", **more: Any) -> int:
        return operations.write(
            customer_id=self.customer, line_id=self.line_id, rating=rating, text=text, **more
        )


def stars(shelf: Shelf) -> tuple[int, int]:
    shop = sellers.shops([shelf.shop_id])[shelf.shop_id]
    return shop.rating_sum, shop.rating_count


@pytest.mark.django_db
def test_a_review_is_shown_and_counted_for_listing_and_shop() -> None:
    bought = Bought()
    assert [line.id for line in queries.to_review(bought.customer, bought.order_id)] == [bought.line_id]
    bought.write(4, "Bagus sekali")
    page = queries.for_listing(bought.shelf.listings[0])
    [review] = page.reviews
    assert (review.rating, review.text, review.author[1:4]) == (4, "Bagus sekali", "***")
    assert (page.histogram.total, page.histogram.average) == (1, 4.0)
    assert stars(bought.shelf) == (4, 1)
    [card] = catalogue.cards([bought.shelf.listings[0]], "id")
    assert (card.rating, card.rating_count) == (4.0, 1)
    assert queries.to_review(bought.customer, bought.order_id) == []


@pytest.mark.django_db
def test_a_line_is_reviewed_once() -> None:
    bought = Bought()
    bought.write(5)
    with pytest.raises(ReviewedAlready):
        bought.write(1)
    assert stars(bought.shelf) == (5, 1)


@pytest.mark.django_db
def test_nobody_reviews_what_did_not_arrive_or_is_not_theirs() -> None:
    waiting, bought = Bought(arrived=False), Bought()
    with pytest.raises(NotReceived):
        waiting.write()
    with pytest.raises(NotFound):
        operations.write(customer_id=waiting.customer, line_id=bought.line_id, rating=1)
    with pytest.raises(NotFound):
        operations.write(customer_id=bought.customer, line_id=UUID(int=1), rating=1)
    assert stars(bought.shelf) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("rating", [0, 6, -1, "", "5 ", "five", None, True, 4.5, [], "٥"])
def test_a_rating_is_one_to_five_stars(rating: object) -> None:
    bought = Bought()
    with pytest.raises(RatingNeeded):
        bought.write(rating)
    assert queries.for_listing(bought.shelf.listings[0]).reviews == ()


@pytest.mark.django_db
def test_a_novel_or_an_album_is_refused() -> None:
    bought = Bought()
    with pytest.raises(TooLong):
        bought.write(5, "x" * 2_001)
    with pytest.raises(TooManyPictures):
        bought.write(5, pictures=[{"kind": "upload"}] * 7)
    bought.write(5, "x" * 2_000)


@pytest.mark.django_db
def test_the_seller_answers_and_no_other() -> None:
    bought, other = Bought(), make_shelf()
    review_id = bought.write()
    with pytest.raises(NotFound):
        operations.reply(seller_id=other.seller_id, review_id=review_id, text="Ha!")
    operations.reply(seller_id=bought.shelf.seller_id, review_id=review_id, text="Terima kasih!")
    assert queries.review(review_id).reply == "Terima kasih!"
    operations.reply(seller_id=bought.shelf.seller_id, review_id=review_id, text="")
    assert queries.review(review_id).replied_at is None


@pytest.mark.django_db
def test_a_hidden_review_counts_no_more_and_leaves_a_trace() -> None:
    bought = Bought()
    review_id = bought.write(1, "rubbish words")
    for _ in range(2):
        operations.hide(review_id=review_id, actor="person:1", reason="insult")
    assert queries.for_listing(bought.shelf.listings[0]).reviews == ()
    assert stars(bought.shelf) == (0, 0)
    assert AuditEntry.objects.filter(action="review.hide").count() == 1


@pytest.mark.django_db
def test_reviews_come_by_pages_the_newest_first_and_by_stars() -> None:
    shelf = make_shelf(units=50)
    ids = [Bought(shelf).write(rating) for rating in (5, 4, 5, 3)]
    first = queries.for_listing(shelf.listings[0], size=3)
    assert [each.id for each in first.reviews] == ids[:0:-1]
    assert [each.id for each in queries.for_listing(shelf.listings[0], after=first.next).reviews] == ids[:1]
    fives = queries.for_listing(shelf.listings[0], rating=5)
    assert ([each.id for each in fives.reviews], fives.next) == ([ids[2], ids[0]], None)
    assert fives.histogram.bars[0] == (5, 2, 50)


@given(st.text(max_size=40))
def test_an_author_shows_two_letters_of_the_name_at_most(name: str) -> None:
    shown = shown_author(name)
    assert len(shown) <= 5
    assert "***" in shown


@given(st.dictionaries(st.integers(1, 5), st.integers(0, 1_000)))
def test_a_histogram_adds_up(counts: dict[int, int]) -> None:
    found = Histogram(counts)
    assert found.total == sum(count for _stars, count, _share in found.bars)
    if found.average is not None:
        assert 1 <= found.average <= 5
