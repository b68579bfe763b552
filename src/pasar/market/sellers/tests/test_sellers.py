"""Applying, being decided on, keeping a shop, fees."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from pasar.countries.models import Area
from pasar.kernel import batch as pipeline
from pasar.kernel import clock
from pasar.kernel.errors import Conflict, Invalid, NotFound
from pasar.kernel.models import AuditEntry, Event
from pasar.market.identity import operations as identity
from pasar.market.identity.operations import NewAddress
from pasar.market.messages import queries as messages
from pasar.market.sellers import batch, errors, operations, queries
from pasar.market.sellers.models import FeeRule, Seller, Shop

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing_clock():
    with clock.frozen(AT):
        yield


@pytest.fixture(autouse=True)
def _jakarta(db):
    steps = (
        ("31", "", "province", "DKI Jakarta"), ("31.74", "31", "regency", "Jakarta Selatan"),
        ("31.74.07", "31.74", "district", "Mampang Prapatan"), ("31.74.07.1001", "31.74.07", "village", "Bangka"),
    )  # fmt: skip
    for code, parent, level, name in steps:
        Area.objects.update_or_create(
            country="id", code=code,
            defaults={"parent_code": parent, "level": level, "name": name, "name_en": name, "folded": name.lower(),
                      "postcodes": ["12730"] if level == "village" else []},
        )  # fmt: skip


def make_person(email="sari@example.com"):
    return identity.sign_up(country="id", language="en", name="Sari", email=email)


def apply(person_id, **changes):
    values = {
        "kind": "person", "legal_name": "Sari Dewi", "identity_number": "3174 0712 0390 0001",
        "phone": "0812 3456 7890", "shop_name": "Toko Sari",
        "address": {"area_code": "31.74.07.1001", "line1": "Jl. Bangka 1"},
        "bank_code": "BCA", "account_number": "1234567890", "account_holder": "Sari Dewi", "language": "en",
        **changes,
    }  # fmt: skip
    return operations.apply(country="id", person_id=person_id, **values)


def test_an_applicant_has_a_shop_that_is_not_open_and_nobody_finds():
    person_id = make_person()
    seller_id = apply(person_id)
    view = queries.seller_of("id", person_id)
    assert (view.id, view.state, view.class_key, view.identity_number) == (
        seller_id, "applied", "home", "3174071203900001",
    )  # fmt: skip
    shop = queries.shop_of(seller_id)
    assert (shop.slug, shop.open, shop.place, shop.zone) == (
        "toko-sari",
        False,
        "Jakarta Selatan",
        "jabodetabek",
    )
    with pytest.raises(NotFound):
        queries.shop("id", "toko-sari")
    assert queries.member_ids(seller_id) == [person_id]
    assert queries.warehouse_of(seller_id).lines == (
        "Jl. Bangka 1", "Bangka, Mampang Prapatan, Jakarta Selatan, DKI Jakarta",
    )  # fmt: skip
    assert [each.id for each in queries.applications("id")] == [seller_id]
    assert queries.applications("th") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"identity_number": "123"}, "identity_number"),
        ({"kind": "king"}, "kind"),
        ({"class_key": "retail"}, "class_key"),
        ({"legal_name": " \n"}, "legal_name"),
        ({"shop_name": "ab"}, "shop_name"),
        ({"address": {"area_code": "31.74", "line1": "x"}}, "area"),
        ({"address": {"area_code": "31.74.07.1001", "line1": " "}}, "line1"),
    ],
)
def test_an_application_with_a_wrong_part_is_refused_and_leaves_nothing(changes, field):
    person_id = make_person()
    with pytest.raises(Invalid) as refusal:
        apply(person_id, **changes)
    assert refusal.value.data["field"] == field
    assert not Seller.objects.exists()
    assert not Shop.objects.exists()


def test_a_person_sells_once_in_a_venture_and_may_apply_again_only_after_a_refusal():
    person_id = make_person()
    seller_id = apply(person_id)
    with pytest.raises(errors.AlreadySells):
        apply(person_id)
    operations.refuse(seller_id=seller_id, actor="person:1", reason="The name is not the one on the card")
    assert queries.seller(seller_id).reason == "The name is not the one on the card"
    assert apply(person_id, shop_name="Toko Sari Dewi") == seller_id
    assert (queries.seller(seller_id).state, queries.seller(seller_id).reason) == ("applied", "")
    assert queries.shop_of(seller_id).slug == "toko-sari-dewi"


def test_approval_opens_the_shop_with_a_trace_and_a_word_to_the_seller():
    person_id = make_person()
    seller_id = apply(person_id)
    operations.approve(seller_id=seller_id, actor="person:1")
    operations.approve(seller_id=seller_id, actor="person:1")
    shop = queries.shop("id", "toko-sari")
    assert (shop.open, shop.opened_at) == (True, AT)
    assert [entry.action for entry in AuditEntry.objects.all()] == ["approve_seller"]
    assert [each.subject for each in messages.inbox(person_id, "id")] == ["Toko Sari is open"]
    assert Event.objects.filter(topic="shop.changed", payload__open=True).count() == 1


def test_a_suspended_shop_is_closed_and_not_found_until_reinstated():
    seller_id = apply(make_person())
    with pytest.raises(errors.NotInThatState):
        operations.suspend(seller_id=seller_id, actor="person:1", reason="Counterfeits")
    operations.approve(seller_id=seller_id, actor="person:1")
    with pytest.raises(errors.ReasonNeeded):
        operations.suspend(seller_id=seller_id, actor="person:1", reason=" ")
    operations.suspend(seller_id=seller_id, actor="person:1", reason="Counterfeits")
    assert not queries.shop_of(seller_id).open
    with pytest.raises(NotFound):
        queries.shop("id", "toko-sari")
    with pytest.raises(errors.NotInThatState):
        operations.refuse(seller_id=seller_id, actor="person:1", reason="x")
    operations.reinstate(seller_id=seller_id, actor="person:1", reason="Proof of purchase seen")
    assert queries.shop("id", "toko-sari").open


def test_a_holiday_closes_the_shop_and_its_end_opens_it():
    seller_id = apply(make_person())
    operations.approve(seller_id=seller_id, actor="person:1")
    look = {"name": "Toko\r\nSari", "tagline": "Murah", "description": "Dari Jakarta.\n\n\n\nSejak 1999.",
            "dispatch_days": 2}  # fmt: skip
    operations.update_shop(seller_id=seller_id, actor=f"seller:{seller_id}", paused=True, **look)
    shop = queries.shop("id", "toko-sari")
    assert (shop.open, shop.paused, shop.name) == (False, True, "Toko Sari")
    assert shop.description == "Dari Jakarta.\n\nSejak 1999."
    operations.update_shop(seller_id=seller_id, actor=f"seller:{seller_id}", paused=False, **look)
    assert queries.shop("id", "toko-sari").open


def test_an_applicant_cannot_open_a_shop_by_ending_a_holiday():
    seller_id = apply(make_person())
    operations.update_shop(
        seller_id=seller_id,
        actor="x",
        name="Toko Sari",
        tagline="",
        description="",
        dispatch_days=1,
        paused=False,
    )
    assert not queries.shop_of(seller_id).open


def test_shops_of_one_name_have_different_addresses():
    for number in range(3):
        apply(make_person(f"sari{number}@example.com"))
    assert sorted(Shop.objects.values_list("slug", flat=True)) == ["toko-sari", "toko-sari-2", "toko-sari-3"]


def test_a_member_works_for_one_seller_and_an_owner_cannot_be_removed():
    owner, helper = make_person(), make_person("budi@example.com")
    seller_id = apply(owner)
    operations.add_member(seller_id=seller_id, target="Budi@example.com", actor="x")
    operations.add_member(seller_id=seller_id, target="Budi@example.com", actor="x")
    assert queries.member_ids(seller_id) == [owner, helper]
    other = apply(make_person("ani@example.com"), shop_name="Toko Ani")
    with pytest.raises(Conflict):
        operations.add_member(seller_id=other, target="budi@example.com", actor="x")
    with pytest.raises(Invalid):
        operations.add_member(seller_id=other, target="nobody@example.com", actor="x")
    for person_id in (owner, helper):
        operations.remove_member(seller_id=seller_id, person_id=person_id, actor="x")
    assert queries.member_ids(seller_id) == [owner]


def test_counts_add_up():
    seller_id = apply(make_person())
    shop_id = queries.shop_of(seller_id).id
    for rating in (5, 4):
        operations.count_rating(shop_id=shop_id, rating=rating)
    operations.count_sold(units={shop_id: 3, 10**9: 1})
    shop = queries.shops([shop_id])[shop_id]
    assert (shop.rating, shop.sold_count) == (4.5, 3)


def test_checkout_reads_shops_as_pages_do():
    seller_id = apply(make_person())
    shop = queries.shop_of(seller_id)
    with transaction.atomic():
        [rows] = pipeline.run(connection, [batch.read_shops([shop.id, 10**12])])
    read = batch.shops(rows)[shop.id]
    assert (read.name, read.zone, read.warehouse_id, read.open) == (
        shop.name,
        shop.zone,
        shop.warehouse_id,
        False,
    )


def test_first_fees_of_six_countries_are_loaded_once_and_every_category_has_one():
    assert operations.load_fee_rules() > 60
    assert operations.load_fee_rules() == 0
    for country in ("id", "my", "ph", "sg", "th", "vn"):
        of = queries.fees(country, AT)
        assert (
            of("home", "tools-motor/tools").commission_bps > of("home", "phones/handsets").commission_bps > 0
        )
        assert of("retail", "phones/handsets").commission_bps == 0
        assert of("cross_border", "x").commission_bps > of("brand", "x").commission_bps


def test_a_fee_rule_needs_two_people_and_a_day_to_come():
    operations.load_fee_rules()
    before = queries.fees("th", AT)("home", "toys")
    values = {"country": "th", "class_key": "home", "category_path": "toys", "commission_bps": 900,
              "payment_fee_bps": 100, "source": "Campaign"}  # fmt: skip
    with pytest.raises(errors.FeeRuleInvalid):
        operations.propose_fee_rule(**values, from_on=date(2026, 11, 24), actor="person:1")
    rule_id = operations.propose_fee_rule(**values, from_on=date(2026, 11, 25), actor="person:1")
    with pytest.raises(errors.FourEyes):
        operations.approve_fee_rule(country="th", rule_id=rule_id, actor="person:1")
    with pytest.raises(NotFound):
        operations.approve_fee_rule(country="id", rule_id=rule_id, actor="person:2")
    tomorrow = AT + timedelta(days=1)
    assert queries.fees("th", tomorrow)("home", "toys") == before
    operations.approve_fee_rule(country="th", rule_id=rule_id, actor="person:2")
    assert queries.fees("th", AT)("home", "toys") == before
    assert queries.fees("th", tomorrow)("home", "toys/x").rule_id == rule_id
    assert queries.fee_rules("th")[0].approved_at is not None
    assert FeeRule.objects.get(pk=rule_id).approver == "person:2"


def test_a_rule_whose_day_came_without_approval_is_proposed_anew():
    rule_id = operations.propose_fee_rule(
        country="th", class_key="", category_path="", commission_bps=900, payment_fee_bps=100, source="x",
        from_on=date(2026, 11, 25), actor="person:1",
    )  # fmt: skip
    with clock.frozen(AT + timedelta(days=2)), pytest.raises(errors.FeeRuleInvalid):
        operations.approve_fee_rule(country="th", rule_id=rule_id, actor="person:2")


def test_many_sellers_are_written_together():
    address = NewAddress(
        recipient="Gudang", phone="+6281234567890", area_code="31.74.07.1001", area_text="Bangka", postcode="12730",
        line1="Jl. Bangka 1", zone="jabodetabek",
    )  # fmt: skip
    made = operations.bulk_sellers(
        country="id",
        rows=[
            operations.NewSeller(
                class_key="retail" if n == 0 else "brand", kind="company", legal_name=f"PT Toko {n}",
                identity_number="9120001234567", phone="+6281234567890", shop_name="Toko Satu", place="Jakarta",
                warehouse=address, bank_code="BCA", account_number="1234567890",
            )
            for n in range(30)
        ],
    )  # fmt: skip
    assert len({each.slug for each in made}) == 30
    assert queries.shop("id", "toko-satu").warehouse_id == made[0].warehouse_id
    assert queries.own_shelf("id").id == made[0].seller_id
    assert len(queries.open_shops("id")) == 30
