import pytest

from pasar.kernel.errors import NotFound
from pasar.kernel.models import AuditEntry, Event
from pasar.market.catalogue import operations, queries
from pasar.market.catalogue.errors import (
    DraftInvalid,
    NotPublishable,
    PriceInvalid,
    SkuTaken,
    TakenDown,
    WordsForbidden,
)
from pasar.market.catalogue.models import Listing
from pasar.market.catalogue.tests.making import draft, make_listing, sku
from pasar.market.search.tests.making import make_shop
from pasar.market.trust import queries as trust
from pasar.market.trust.models import Word

pytestmark = pytest.mark.django_db

ME = {"seller_id": 1, "actor": "seller:1"}


@pytest.fixture(autouse=True)
def shop(db):
    trust.forget_words()
    make_shop(1)


def news() -> int:
    return Event.objects.filter(topic="listing.changed").count()


def test_a_draft_is_the_sellers_own_until_it_is_published():
    listing_id = operations.create_listing(draft=draft(), **ME)
    assert news() == 0
    with pytest.raises(NotFound):
        queries.listing_page("id", listing_id, "id")
    assert queries.listing_page("id", listing_id, "id", preview_for=1).state == "draft"
    operations.publish(listing_id=listing_id, **ME)
    operations.publish(listing_id=listing_id, **ME)
    assert queries.listing_page("id", listing_id, "id").title == "Kaos polos pria"
    assert news() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category_path": "mens-fashion"}, "category"),
        ({"category_path": "no/such"}, "category"),
        ({"titles": {"en": "Only English"}}, "title_id"),
        ({"titles": {"id": "x" * 256}}, "title_id"),
        ({"titles": {"id": "Kaos", "th": "เสื้อ"}}, "title_th"),
        ({"skus": []}, "skus"),
        ({"skus": [sku(price_minor=1)]}, "skus.0.price"),
        ({"skus": [sku(price_minor=-10_000)]}, "skus.0.price"),
        ({"skus": [sku(price_minor=20_000, list_minor=20_000)]}, "skus.0.price"),
        ({"skus": [sku("A"), sku("A")]}, "skus.1.seller_sku"),
        ({"skus": [sku("A", options={"size": "M"}), sku("B", options={"size": "m"})]}, "skus.1.options"),
        ({"skus": [sku("A", options={"size": "M"}), sku("B")]}, "skus.1.options"),
        ({"skus": [sku(weight_g=0)]}, "skus.0.weight_g"),
        ({"skus": [sku(size_cm=(1, 0, 1))]}, "skus.0.size_cm"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_written(wrong, field):
    with pytest.raises(DraftInvalid) as refusal:
        operations.create_listing(draft=draft(**wrong), **ME)
    assert field in refusal.value.data["fields"]
    assert Listing.objects.count() == 0


def test_another_sellers_listing_is_not_there():
    listing_id = operations.create_listing(draft=draft(), **ME)
    other = {"seller_id": 2, "actor": "seller:2"}
    for verb in (operations.publish, operations.withdraw):
        with pytest.raises(NotFound):
            verb(listing_id=listing_id, **other)
    with pytest.raises(NotFound):
        operations.update_listing(listing_id=listing_id, draft=draft(), **other)
    with pytest.raises(NotFound):
        operations.set_prices(
            prices={queries.seller_listing(1, listing_id).skus[0].id: (10_000, None)}, **other
        )
    with pytest.raises(NotFound):
        queries.seller_listing(2, listing_id)


def test_a_code_in_use_is_refused():
    operations.create_listing(draft=draft(), **ME)
    with pytest.raises(SkuTaken):
        operations.create_listing(draft=draft(), **ME)
    assert Listing.objects.count() == 1


def test_an_update_keeps_what_stays_and_tells_only_of_what_differs():
    listing_id, (only,) = make_listing("TS-1")
    same = queries.seller_listing(1, listing_id)
    again = draft(
        titles=dict(same.titles),
        descriptions=dict(same.descriptions),
        brand=same.brand,
        attributes=dict(same.attributes),
    )
    assert operations.update_listing(listing_id=listing_id, draft=again, **ME) is False
    before = news()
    assert (
        operations.update_listing(listing_id=listing_id, draft=draft(titles={"id": "Kaos baru"}), **ME)
        is True
    )
    assert news() == before + 1
    edited = queries.seller_listing(1, listing_id)
    assert (edited.titles, edited.slug, edited.skus[0].id) == ({"id": "Kaos baru"}, "kaos-baru", only)


def test_hostile_html_is_cleaned_when_written():
    hostile = '<p onclick="x()">Halo<script>alert(1)</script><img src=x onerror=y()><a href="javascript:x">a</a></p>'
    listing_id = operations.create_listing(draft=draft(descriptions={"id": hostile}), **ME)
    assert Listing.objects.get(pk=listing_id).descriptions == {"id": "<p>Haloa</p>"}


def test_what_is_missing_keeps_a_listing_from_being_published():
    listing_id = operations.create_listing(draft=draft(pictures=[]), **ME)
    with pytest.raises(NotPublishable) as refusal:
        operations.publish(listing_id=listing_id, **ME)
    assert refusal.value.data == {"missing": ["picture"]}


def test_forbidden_words_keep_a_listing_from_being_published():
    Word.objects.create(country="id", text="senjata api", reason="firearms", severity="refuse")
    listing_id = operations.create_listing(draft=draft(titles={"id": "Sarung Senjata API kulit"}), **ME)
    with pytest.raises(WordsForbidden):
        operations.publish(listing_id=listing_id, **ME)
    assert Listing.objects.get(pk=listing_id).state == "draft"


def test_what_the_market_took_down_only_the_market_puts_back():
    listing_id, _ = make_listing("TS-1")
    staff = {"country": "id", "listing_id": listing_id, "actor": "person:9"}
    operations.take_down(reason="Tiruan", **staff)
    assert queries.seller_listing(1, listing_id).state_reason == "Tiruan"
    with pytest.raises(TakenDown):
        operations.publish(listing_id=listing_id, **ME)
    operations.put_back(reason="Asli", **staff)
    operations.publish(listing_id=listing_id, **ME)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "listing.taken_down",
        "listing.put_back",
    ]
    with pytest.raises(NotFound):
        operations.take_down(reason="x", **(staff | {"country": "my"}))


def test_prices_are_in_steps_and_below_the_price_before():
    listing_id, (only,) = make_listing("TS-1")
    for price, before in ((0, None), (7_500_001, None), (20_000, 10_000)):
        with pytest.raises(PriceInvalid):
            operations.set_prices(prices={only: (price, before)}, **ME)
    operations.set_prices(prices={only: (5_000_000, 7_500_000)}, **ME)
    page = queries.listing_page("id", listing_id, "id")
    assert (page.skus[0].price_minor, page.skus[0].discount_pct) == (5_000_000, 33)


def test_ratings_and_sales_are_counted_and_taken_back():
    listing_id, _ = make_listing("TS-1")
    operations.count_rating(listing_id=listing_id, rating=5)
    operations.count_rating(listing_id=listing_id, rating=2)
    operations.count_rating(listing_id=listing_id, rating=2, undo=True)
    operations.count_sold(units={listing_id: 3})
    [card] = queries.cards([listing_id], "id")
    assert (card.rating, card.rating_count, card.sold_count) == (5.0, 1, 3)
