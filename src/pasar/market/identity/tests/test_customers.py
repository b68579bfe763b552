"""Addresses, cash on delivery, and what checkout locks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from pasar.countries.models import Area
from pasar.kernel import batch as pipeline
from pasar.kernel import clock
from pasar.kernel.errors import Invalid, NotFound
from pasar.market.identity import batch, operations, queries, rules
from pasar.market.identity.errors import TooManyAddresses
from pasar.market.identity.models import Customer

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def jakarta(db):
    """One path of areas, as the country's file has them."""
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


def make_customer(email="sari@example.com", country="id"):
    person_id = operations.sign_up(country=country, language="en", name="Sari", email=email)
    return queries.customer_of(country, person_id)


def save(customer_id, **changes):
    values = {
        "recipient": "Sari", "phone": "0812 3456 7890", "area_code": "31.74.07.1001", "postcode": "",
        "line1": "Jl. Bangka Raya 12", "language": "id", **changes,
    }  # fmt: skip
    return operations.save_address(customer_id=customer_id, **values)


def test_an_address_is_completed_from_its_place(jakarta):
    customer_id = make_customer()
    view = queries.address(customer_id, save(customer_id))
    assert (view.zone, view.postcode, view.phone, view.is_default) == (
        "jabodetabek", "12730", "+6281234567890", True,
    )  # fmt: skip
    assert view.area_text == "Bangka, Mampang Prapatan, Jakarta Selatan, DKI Jakarta"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"area_code": "31.74"}, "area"),
        ({"area_code": "99.99"}, "area"),
        ({"postcode": "10110"}, "postcode"),
        ({"recipient": " "}, "recipient"),
        ({"line1": "\t"}, "line1"),
        ({"phone": "12"}, None),
    ],
)
def test_an_address_that_cannot_be_reached_is_refused_with_its_field(jakarta, changes, field):
    customer_id = make_customer()
    with pytest.raises(Invalid) as refusal:
        save(customer_id, **changes)
    assert field is None or refusal.value.data["field"] == field
    assert queries.addresses(customer_id) == []


def test_there_is_one_default_and_removing_it_makes_another(jakarta):
    customer_id = make_customer()
    first, second, third = save(customer_id), save(customer_id, is_default=True), save(customer_id)
    assert queries.default_address(customer_id).id == second
    operations.remove_address(customer_id=customer_id, address_id=second)
    operations.remove_address(customer_id=customer_id, address_id=second)
    assert [(each.id, each.is_default) for each in queries.addresses(customer_id)] == [
        (third, True),
        (first, False),
    ]


def test_another_customers_address_is_not_found_and_not_changed(jakarta):
    sari, budi = make_customer(), make_customer("budi@example.com")
    address_id = save(sari)
    with pytest.raises(NotFound):
        save(budi, address_id=address_id, recipient="Budi")
    with pytest.raises(NotFound):
        queries.address(budi, address_id)
    operations.remove_address(customer_id=budi, address_id=address_id)
    assert queries.address(sari, address_id).recipient == "Sari"


def test_an_address_book_has_an_end(jakarta):
    customer_id = make_customer()
    for _ in range(rules.MOST_ADDRESSES):
        save(customer_id)
    with pytest.raises(TooManyAddresses):
        save(customer_id)


def test_two_refused_parcels_switch_cash_off_for_sixty_days_in_indonesia(db):
    customer_id = make_customer()
    with clock.frozen(AT):
        operations.count_refused_parcel(customer_id=customer_id)
        assert queries.customer(customer_id).cash_off_until is None
    with clock.frozen(AT + timedelta(days=59)):
        operations.count_refused_parcel(customer_id=customer_id)
    assert queries.customer(customer_id).cash_off_until == AT + timedelta(days=119)


def test_where_there_is_no_cash_nothing_is_counted(db):
    customer_id = make_customer(country="sg")
    operations.count_refused_parcel(customer_id=customer_id)
    assert Customer.objects.get().refused_parcels == 0


@given(
    gaps=st.lists(st.integers(min_value=0, max_value=100), max_size=12),
    most=st.integers(min_value=1, max_value=4),
    days=st.integers(min_value=1, max_value=90),
)
def test_cash_goes_off_exactly_when_enough_refusals_fall_into_one_span(gaps, most, days):
    state, at, counted = rules.Refusals(0, None, None), AT, []
    for gap in gaps:
        at += timedelta(days=gap)
        if counted and at - counted[0] > timedelta(days=days):
            counted = []
        counted.append(at)
        state = rules.refuse_parcel(state, at, most=most, days=days)
        if len(counted) == most:
            assert state.off_until == at + timedelta(days=days)
            counted = []
        assert state.count == len(counted) < most


def test_checkout_locks_customers_and_reads_only_their_own_addresses(jakarta):
    sari, budi = make_customer(), make_customer("budi@example.com")
    hers = save(sari)
    operations.block_customer(customer_id=budi, blocked=True, actor="system", reason="fraud")
    with transaction.atomic():
        standings, found = pipeline.run(
            connection,
            [batch.lock_standings([budi, sari, 10**12]), batch.read_addresses([(sari, hers), (budi, hers)])],
        )
    read = batch.read_standings(standings)
    assert {key: each.may_buy for key, each in read.items()} == {sari: True, budi: False}
    addresses = batch.addresses_found(found)
    assert list(addresses) == [(sari, hers)]
    assert addresses[sari, hers]["zone"] == "jabodetabek"


def test_many_customers_are_written_in_a_handful_of_statements(jakarta, django_assert_max_num_queries):
    address = operations.NewAddress(
        recipient="Sari", phone="+6281234567890", area_code="31.74.07.1001", area_text="Bangka", postcode="12730",
        line1="Jl. Bangka 1", zone="jabodetabek",
    )  # fmt: skip
    rows = [
        operations.NewCustomer(
            name=f"Sari {n}",
            email=f"sari{n}@example.com",
            language="id",
            password="pasar-demo",
            address=address,
        )
        for n in range(300)
    ]
    with django_assert_max_num_queries(8):
        ids = operations.bulk_customers(country="id", rows=rows)
    assert len(set(ids)) == 300
    assert queries.customers(ids)[ids[7]].email == "sari7@example.com"
    assert operations.authenticate(target="sari9@example.com", password="pasar-demo")
