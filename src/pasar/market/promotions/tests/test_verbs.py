"""Making, editing, ending, collecting; what pages show; rules of stacking."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction

from pasar import countries
from pasar.kernel import clock
from pasar.kernel.errors import NotFound
from pasar.kernel.models import AuditEntry
from pasar.market.promotions import operations, queries
from pasar.market.promotions.errors import (
    CodeTaken,
    FourEyes,
    NothingToCollect,
    PromotionInvalid,
    PromotionOver,
    StackingRuleInvalid,
    VouchersGone,
)
from pasar.market.promotions.models import Promotion, Version
from pasar.market.promotions.operations.making import Draft
from pasar.market.promotions.shapes import CASHBACK, PLATFORM_VOUCHER, SHOP_VOUCHER
from pasar.market.promotions.tests.taking import buy, make_promotion
from pasar.market.stock.tests.making import make_customers, make_shelf

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 11, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def eleven_eleven():
    with clock.frozen(NOW):
        operations.load_stacking_rules()
        queries.forget_stacking()
        yield
    queries.forget_stacking()


def draft(**changes):
    values = {
        "name": "Hemat", "terms": {"off_minor": 1_000_00}, "starts_at": NOW - timedelta(minutes=1),
        "ends_at": NOW + timedelta(hours=1), **changes,
    }  # fmt: skip
    return Draft(**values)


def test_an_edit_is_a_new_version_and_the_old_one_stays():
    voucher = make_promotion(quota=5)

    assert operations.change(country="id", promotion_id=voucher, draft=draft(quota=9, name="  Hemat\n11.11 "),
                             actor="person:2", reason="more") == 2  # fmt: skip
    assert operations.change(
        country="id", promotion_id=voucher, draft=draft(quota=9, name="Hemat 11.11"), actor="person:2"
    ) == 2  # fmt: skip

    second, first = queries.versions("id", voucher)
    assert (first.quota, first.name, second.quota, second.name) == (5, "Hemat", 9, "Hemat 11.11")
    assert queries.version("id", voucher, 1) == first
    assert queries.promotion("id", voucher).promotion.version == 2
    trail = AuditEntry.objects.filter(target=f"promotion:{voucher}").order_by("id")
    assert [(each.action, each.actor, each.reason) for each in trail] == [
        ("promotion.create", "person:1", ""), ("promotion.change", "person:2", "more"),
    ]  # fmt: skip


def test_nobody_rewrites_a_version():
    voucher = make_promotion()
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        Version.objects.filter(promotion_id=voucher).update(name="cheaper")


def test_a_quota_cannot_fall_below_what_was_used():
    voucher = make_promotion(quota=5, budget_minor=9_000_00)
    for customer_id in make_customers(2):
        operations.collect(country="id", customer_id=customer_id, promotion_id=voucher)
        buy(customer_id, voucher)
    for changes, field in (({"quota": 1}, "quota"), ({"budget_minor": 1_999_99}, "budget_minor")):
        with pytest.raises(PromotionInvalid) as refusal:
            operations.change(country="id", promotion_id=voucher, draft=draft(**changes), actor="person:1")
        assert refusal.value.data["field"] == field
    assert queries.promotion("id", voucher).promotion.version == 1


def test_another_seller_s_promotion_is_not_found():
    ours, theirs = make_shelf(), make_shelf()
    voucher = make_promotion(class_key="shop_voucher", seller_id=ours.seller_id)
    for deed in (
        lambda seller: operations.change(
            country="id", promotion_id=voucher, draft=draft(), actor="x", seller_id=seller
        ),
        lambda seller: operations.end(country="id", promotion_id=voucher, actor="x", seller_id=seller),
        lambda seller: queries.promotion("id", voucher, seller_id=seller),
    ):
        with pytest.raises(NotFound):
            deed(theirs.seller_id)
    shown = queries.promotion("id", voucher, seller_id=ours.seller_id)
    assert (shown.promotion.shop_id, shown.promotion.seller_share_bps) == (ours.shop_id, 10_000)
    assert [each.promotion.id for each in queries.of_seller("id", ours.seller_id)] == [voucher]
    assert queries.of_seller("id", theirs.seller_id) == []


def test_an_ended_promotion_is_over_for_everybody_and_cannot_be_edited():
    voucher = make_promotion(code="SELESAI", starts_at=NOW + timedelta(minutes=5))
    operations.end(country="id", promotion_id=voucher, actor="person:1", reason="typing error")
    operations.end(country="id", promotion_id=voucher, actor="person:1")
    [customer_id] = make_customers()
    with pytest.raises(PromotionOver):
        operations.collect_code(country="id", customer_id=customer_id, code="selesai")
    with pytest.raises(PromotionOver):
        operations.change(country="id", promotion_id=voucher, draft=draft(), actor="person:1")
    with pytest.raises(CodeTaken):
        make_promotion(code="Selesai")
    assert [each.version for each in queries.versions("id", voucher)] == [2, 1]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "unknown"}, "kind"),
        ({"class_key": "shop_voucher"}, "class_key"),
        ({"class_key": "automatic"}, "class_key"),
        ({"code": "ÄÖÜ1"}, "code"),
        ({"code": "abc"}, "code"),
        ({"name": " \u200b "}, "name"),
        ({"ends_at": NOW - timedelta(minutes=1)}, "ends_at"),
        ({"ends_at": NOW + timedelta(days=400)}, "ends_at"),
        ({"starts_at": NOW - timedelta(hours=2), "ends_at": NOW - timedelta(hours=1)}, "ends_at"),
        ({"quota": 0}, "quota"),
        ({"per_customer": -1}, "per_customer"),
        ({"budget_minor": 10**13}, "budget_minor"),
        ({"seller_share_bps": 10_001}, "seller_share_bps"),
    ],
)
def test_a_promotion_that_makes_no_sense_is_refused_with_its_field(changes, field):
    with pytest.raises(PromotionInvalid) as refusal:
        make_promotion(**({"off_minor": 5} | changes))
    assert refusal.value.data["field"] == field
    assert not Promotion.objects.exists()


def test_a_product_voucher_names_its_products():
    shelf = make_shelf()
    asked = {"class_key": "product_voucher", "seller_id": shelf.seller_id, "off_minor": 1_000_00}
    for named in ({}, {"listings": []}):
        with pytest.raises(PromotionInvalid) as refusal:
            make_promotion(**asked, **named)
        assert refusal.value.data["field"] == "listings"
    assert not Promotion.objects.exists()

    voucher = make_promotion(**asked, listings=shelf.listings[:1])
    with pytest.raises(PromotionInvalid):
        operations.change(country="id", promotion_id=voucher, draft=draft(), actor="person:1")
    assert queries.promotion("id", voucher).promotion.version == 1


def test_a_voucher_is_collected_once_and_only_while_there_are_some():
    voucher, hidden = make_promotion(quota=1), make_promotion(listed=False, code="RAHASIA")
    deal = make_promotion("price_rule", "automatic", rate_bps=100)
    first, second = make_customers(2)
    assert operations.collect(country="id", customer_id=first, promotion_id=voucher)
    assert not operations.collect(country="id", customer_id=first, promotion_id=voucher)
    buy(first, voucher)
    with pytest.raises(VouchersGone):
        operations.collect(country="id", customer_id=second, promotion_id=voucher)
    with pytest.raises(NotFound):
        operations.collect(country="id", customer_id=second, promotion_id=hidden)
    with pytest.raises(NotFound):
        operations.collect(country="my", customer_id=second, promotion_id=voucher)
    with pytest.raises(NothingToCollect):
        operations.collect(country="id", customer_id=second, promotion_id=deal)
    assert queries.of_customer("id", second).rows == ()


def test_the_voucher_centre_goes_on_where_a_page_ended(django_assert_num_queries):
    made = [make_promotion(ends_at=NOW + timedelta(hours=hours)) for hours in (3, 1, 2)]
    make_promotion(starts_at=NOW + timedelta(days=9), ends_at=NOW + timedelta(days=10))
    make_promotion(listed=False)
    [customer_id] = make_customers()
    operations.collect(country="id", customer_id=customer_id, promotion_id=made[1])

    with django_assert_num_queries(1):
        first = queries.centre("id", customer_id=customer_id, size=2)
    second = queries.centre("id", customer_id=customer_id, size=2, after=first.next)

    assert [each.promotion.id for each in (*first.rows, *second.rows)] == [made[1], made[2], made[0]]
    assert [each.to_collect for each in first.rows] == [False, True]
    assert second.next is None
    assert [each.promotion.id for each in queries.of_customer("id", customer_id).rows] == [made[1]]


def test_a_product_s_page_shows_what_counts_for_it_in_one_statement(django_assert_num_queries):
    shelf, other = make_shelf(), make_shelf()
    [listing] = shelf.listings[:1]
    own = make_promotion(class_key="shop_voucher", seller_id=shelf.seller_id)
    bundle = make_promotion(
        "bundle", "automatic", seller_id=shelf.seller_id, rate_bps=500,
        parts=[{"listing_ids": [listing], "units": 1}, {"listing_ids": [999_999], "units": 1}],
    )  # fmt: skip
    make_promotion(
        "bundle", "automatic", seller_id=shelf.seller_id, rate_bps=500,
        parts=[{"listing_ids": [999_998], "units": 1}, {"listing_ids": [999_999], "units": 1}],
    )  # fmt: skip
    platform = make_promotion(categories=["fashion"], off_minor=100)
    make_promotion(categories=["phones"], off_minor=100)
    make_promotion(class_key="shop_voucher", seller_id=other.seller_id)

    with django_assert_num_queries(1):
        found = queries.of_listing(
            "id", listing_id=listing, shop_id=shelf.shop_id, seller_id=shelf.seller_id,
            category_path="fashion/men",
        )  # fmt: skip

    assert {each.promotion.id for each in found} == {own, bundle, platform}
    shown = queries.of_shop("id", shelf.shop_id).rows
    assert own in {each.promotion.id for each in shown}
    assert platform not in {each.promotion.id for each in shown}


def test_spending_says_what_the_platform_bears():
    voucher = make_promotion(seller_share_bps=4_000, budget_minor=9_000_00)
    [customer_id] = make_customers()
    operations.collect(country="id", customer_id=customer_id, promotion_id=voucher)
    buy(customer_id, voucher)
    [row] = queries.spending("id")
    assert (row.used, row.spent_minor, row.platform_minor, row.budget_minor) == (
        1,
        1_000_00,
        600_00,
        9_000_00,
    )
    assert queries.spending("my") == []


def test_every_country_has_its_pattern():
    assert operations.load_stacking_rules() == 0
    patterns = {each: queries.stacking_rules(each)[0].pattern for each in countries.all_countries()}
    assert patterns == {
        "id": "shopee", "my": "lazada", "ph": "shopee", "sg": "shopee", "th": "lazada", "vn": "shopee",
    }  # fmt: skip
    lazada, shopee = queries.stacking("my", NOW), queries.stacking("sg", NOW)
    assert frozenset({PLATFORM_VOUCHER, CASHBACK}) in lazada.excludes
    assert [most.most for most in shopee.maxima if SHOP_VOUCHER in most.classes and most.scope == "shop"] == [
        1
    ]


def test_a_stacking_rule_needs_a_second_pair_of_eyes_and_begins_on_its_day():
    terms = {"maxima": [{"classes": ["shop_voucher"], "scope": "purchase", "most": 1}], "gives_back": "never"}
    rule = operations.propose_stacking_rule(
        country="id",
        pattern="one shop",
        terms=terms,
        from_on=date(2026, 11, 12),
        source="try",
        actor="person:1",
    )
    with pytest.raises(FourEyes):
        operations.approve_stacking_rule(country="id", rule_id=rule, actor="person:1")
    with pytest.raises(NotFound):
        operations.approve_stacking_rule(country="my", rule_id=rule, actor="person:2")
    operations.approve_stacking_rule(country="id", rule_id=rule, actor="person:2")
    assert queries.stacking("id", NOW).gives_back == "full"
    assert queries.stacking("id", NOW + timedelta(days=1)).gives_back == "never"
    assert queries.stacking("id", NOW + timedelta(days=1)).id == rule


@pytest.mark.parametrize(
    "terms",
    [
        {"maxima": [{"classes": ["automatic"], "scope": "shop", "most": 1}]},
        {"maxima": [{"classes": ["shop_voucher"], "scope": "day", "most": 1}]},
        {"maxima": [{"classes": ["shop_voucher"], "scope": "shop", "most": -1}]},
        {"maxima": [{"classes": ["shop_voucher"]}]},
        {"excludes": [["shop_voucher", "shop_voucher"]]},
        {"excludes": [["shop_voucher", "gift"]]},
        {"coins_most_bps": 10_001},
        {"coins_days": 0},
        {"gives_back": "sometimes"},
    ],
)
def test_a_stacking_rule_that_makes_no_sense_is_refused(terms):
    with pytest.raises(StackingRuleInvalid):
        operations.propose_stacking_rule(
            country="id", pattern="x", terms=terms, from_on=date(2026, 12, 1), source="", actor="person:1"
        )
