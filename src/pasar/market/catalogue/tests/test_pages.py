import pytest

from pasar.kernel.errors import NotFound
from pasar.market.catalogue import operations, queries
from pasar.market.catalogue.tests.making import leaf, make_listing, sku
from pasar.market.search.tests.making import make_shop

pytestmark = pytest.mark.django_db

BLUE = {"kind": "object", "object": "t-shirt", "tint": "blue", "ground": "sand"}
RED = BLUE | {"tint": "red"}


@pytest.fixture(autouse=True)
def shop(db):
    make_shop(1)


def variants():
    return [
        sku("A", 9_000_000, options={"colour": {"id": "Biru", "en": "Blue"}, "size": "M"}),
        sku(
            "B",
            7_000_000,
            list_minor=10_000_000,
            options={"colour": {"id": "Merah", "en": "Red"}, "size": "M"},
            picture=RED,
        ),
    ]


def test_a_page_speaks_the_visitors_language():
    listing_id, _ = make_listing("A", skus=variants())
    page = queries.listing_page("id", listing_id, "en")
    assert page.title == "Plain t-shirt for men"
    assert [(axis.key, axis.name, [value.label for value in axis.values]) for axis in page.axes] == [
        ("colour", "Colour", ["Blue", "Red"]),
        ("size", "Size", ["M"]),
    ]
    assert [each.options_text for each in page.skus] == ["Blue, M", "Red, M"]
    assert page.attributes == (("Material", "Cotton"),)
    assert page.gallery == (BLUE, RED)
    assert page.description_html == "<p>Katun adem</p>"
    assert page.description_short == "Katun adem"
    assert page.prices == (7_000_000, 9_000_000)
    assert queries.listing_page("id", listing_id, "id").axes[0].name == "Warna"


def test_a_page_of_another_venture_is_not_there():
    listing_id, _ = make_listing("A")
    with pytest.raises(NotFound):
        queries.listing_page("my", listing_id, "en")


def test_a_page_costs_three_queries(django_assert_num_queries):
    listing_id, _ = make_listing("A", skus=variants())
    with django_assert_num_queries(3):
        queries.listing_page("id", listing_id, "id")


@pytest.mark.parametrize("count", [1, 24])
def test_cards_cost_three_queries_and_keep_their_order(count, django_assert_num_queries):
    listing_ids = [make_listing(f"N-{number}")[0] for number in range(count)][::-1]
    with django_assert_num_queries(3):
        cards = queries.cards(listing_ids, "id")
    assert [card.id for card in cards] == listing_ids
    assert (cards[0].shop_name, cards[0].place, cards[0].free) == ("Toko 1", "Bandung", 0)


def test_cards_leave_out_what_is_not_published():
    listing_id, _ = make_listing("A")
    operations.withdraw(seller_id=1, listing_id=listing_id, actor="seller:1")
    assert queries.cards([listing_id, 999], "id") == []


def test_a_sellers_list_pages_by_id(django_assert_num_queries):
    made = [make_listing(f"N-{number}")[0] for number in range(31)]
    with django_assert_num_queries(2):
        first = queries.seller_listings(1, country="id")
    rest = queries.seller_listings(1, after=first.next, country="id")
    assert [each.id for each in (*first.listings, *rest.listings)] == made[::-1]
    assert rest.next == 0
    assert queries.state_counts(1) == {"draft": 0, "published": 31, "withdrawn": 0, "taken_down": 0}
    assert queries.seller_listings(2, country="id").listings == ()


def test_stored_html_is_cleaned_again_when_shown():
    from pasar.market.catalogue.models import Listing

    listing_id, _ = make_listing("A")
    Listing.objects.update(descriptions={"id": "<p>ok</p><script>alert(1)</script><svg onload=alert(1)>"})
    assert queries.listing_page("id", listing_id, "id").description_html == "<p>ok</p>"


def test_browsing_without_an_index_takes_letters_as_they_are():
    listing_id, _ = make_listing("A", titles={"id": "Diskon 50% kaos_polos"})
    make_listing("B", titles={"id": "Diskon 500 kaosXpolos"})
    assert queries.browse("id", words=["50%"]) == [listing_id]
    assert queries.browse("id", words=["kaos_polos"], category="mens-fashion") == [listing_id]
    assert queries.browse("id", category=leaf().rpartition("/")[0], shop_id=1) == [listing_id + 1, listing_id]
    assert queries.browse("my") == []
