from datetime import UTC, datetime, timedelta

import pytest

from pasar.kernel import clock
from pasar.kernel.models import Event
from pasar.market.catalogue import operations, queries
from pasar.market.catalogue.errors import SkuTaken
from pasar.market.catalogue.models import Listing, Offer, Sku, Variant
from pasar.market.catalogue.tests.making import make_listing, row, sku

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def news() -> list[str]:
    return list(Event.objects.filter(topic="listing.changed").values_list("key", flat=True))


def sizes(*codes: str, **prices: int):
    return [
        sku(code, options={"size": code[-1], "colour": {"id": "Biru", "en": "Blue"}}, **prices)
        for code in codes
    ]


def test_new_rows_become_published_listings_with_prices_and_news():
    [(code, listing_id, sku_ids)] = operations.bulk_upsert(
        "id",
        [
            row(
                skus=[
                    sku("A", 9_000_000, options={"size": "M"}),
                    sku("B", 7_000_000, list_minor=8_000_000, options={"size": "L"}),
                ]
            )
        ],
    )
    assert code == "A"
    listing = Listing.objects.get(pk=listing_id)
    assert (listing.price_minor, listing.list_minor, listing.state) == (7_000_000, 8_000_000, "published")
    assert listing.slug == "kaos-polos-pria"
    facts = queries.sku_facts(sku_ids)
    assert [(each.options_text, each.price_minor, each.on_sale) for each in facts] == [
        ("M", 9_000_000, True),
        ("L", 7_000_000, True),
    ]
    assert news() == [str(listing_id)]


def test_the_same_row_again_changes_nothing_and_is_no_news():
    first = operations.bulk_write("id", [row("A"), row("B")])
    again = operations.bulk_write("id", [row("A"), row("B")])
    assert [each.change for each in again] == ["same", "same"]
    assert [each.listing_id for each in again] == [each.listing_id for each in first]
    assert len(news()) == 2
    assert Offer.objects.count() == 2


def test_another_price_ends_the_old_offer_and_keeps_it():
    with clock.frozen(NOON):
        make_listing("A")
    with clock.frozen(NOON + timedelta(days=1)):
        [written] = operations.bulk_write("id", [row("A", skus=[sku("A", 6_000_000)])])
    assert written.change == "changed"
    offers = list(Offer.objects.order_by("from_at").values_list("price_minor", "from_at", "until_at"))
    assert offers == [
        (7_500_000, NOON, NOON + timedelta(days=1)),
        (6_000_000, NOON + timedelta(days=1), None),
    ]
    assert Listing.objects.get().price_minor == 6_000_000


def test_a_price_changed_twice_at_one_moment_leaves_the_last():
    with clock.frozen(NOON):
        make_listing("A")
        operations.bulk_write("id", [row("A", skus=[sku("A", 6_000_000)])])
        operations.bulk_write("id", [row("A", skus=[sku("A", 5_000_000)])])
    assert list(Offer.objects.values_list("price_minor", flat=True)) == [5_000_000]


def test_of_rows_for_one_listing_the_last_counts():
    written = operations.bulk_write(
        "id", [row("A", titles={"id": "Lama"}), row("B"), row("A", titles={"id": "Baru"})]
    )
    assert [each.change for each in written] == ["repeated", "new", "new"]
    assert written[0].listing_id == written[2].listing_id
    assert Listing.objects.get(pk=written[0].listing_id).titles == {"id": "Baru"}


def test_variants_come_go_and_swap():
    _listing, [medium, large] = make_listing("A-M", skus=sizes("A-M", "A-L"))
    swapped = [
        sku("A-M", options={"size": "L"}),
        sku("A-L", options={"size": "M"}),
        sku("A-S", options={"size": "S"}),
    ]
    [written] = operations.bulk_write("id", [row("A-M", skus=swapped)])
    assert written.sku_ids[:2] == (medium, large)
    assert written.new_sku_ids == {written.sku_ids[2]}
    assert [each.options_text for each in queries.sku_facts(written.sku_ids)] == ["L", "M", "S"]
    operations.bulk_write("id", [row("A-M", skus=[sku("A-M", options={"size": "L"})])])
    assert list(Sku.objects.filter(active=True).values_list("seller_sku", flat=True)) == ["A-M"]
    assert not queries.sku_facts([large])[0].on_sale
    assert Variant.objects.count() == 5


def test_a_code_of_another_listing_is_refused_and_nothing_written():
    make_listing("A")
    make_listing("B")
    with pytest.raises(SkuTaken):
        operations.bulk_write(
            "id",
            [row("C"), row("A", skus=[sku("A", options={"size": "1"}), sku("B", options={"size": "2"})])],
        )
    assert Listing.objects.count() == 2


def test_two_shops_may_use_the_same_code():
    one, _ = make_listing("A", shop_id=1)
    other, _ = make_listing("A", shop_id=2)
    assert one != other


def test_state_ratings_and_sales_of_a_known_listing_stay():
    listing_id, _ = make_listing("A", rating_sum=9, rating_count=2, sold_count=7)
    Listing.objects.filter(pk=listing_id).update(state="withdrawn")
    operations.bulk_write("id", [row("A", titles={"id": "Judul baru"})])
    listing = Listing.objects.get(pk=listing_id)
    assert (listing.state, listing.rating_sum, listing.sold_count) == ("withdrawn", 9, 7)
    assert len(news()) == 1


@pytest.mark.parametrize("count", [1, 60])
def test_statements_do_not_grow_with_the_rows(count, django_assert_num_queries):
    rows = [row(f"N-{number}") for number in range(count)]
    # The lock, known codes, fresh ids and COPY per table, news, between a savepoint and its release.
    with django_assert_num_queries(14):
        operations.bulk_write("id", rows)
    with django_assert_num_queries(13):
        operations.bulk_write("id", rows)


def test_prices_turn_with_the_clock():
    with clock.frozen(NOON):
        listing_id, [only] = make_listing("A")
        from pasar.market.catalogue.rules import Period

        operations.plan_prices(
            seller_id=1, actor="seller:1",
            periods={only: Period(5_000_000, 7_500_000, NOON + timedelta(hours=1), NOON + timedelta(hours=2))},
        )  # fmt: skip
        assert operations.turn_prices() == 0
    for hours, price in ((1, 5_000_000), (2, 7_500_000)):
        with clock.frozen(NOON + timedelta(hours=hours)):
            assert operations.turn_prices() == 1
            assert Listing.objects.get(pk=listing_id).price_minor == price
            assert queries.sku_facts([only])[0].price_minor == price
            assert operations.turn_prices() == 0
    assert len(news()) == 3
