"""The demo world in a real database."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from pasar.countries import operations as countries
from pasar.finance.ledger import queries as ledger
from pasar.finance.payouts import queries as payouts
from pasar.finance.settlement import queries as statements
from pasar.finance.wallet import queries as wallets
from pasar.kernel import clock
from pasar.kernel.errors import Forbidden
from pasar.market.basket import queries as baskets
from pasar.market.basket.rules import Owner
from pasar.market.campaigns import operations as deals
from pasar.market.campaigns import queries as campaigns
from pasar.market.catalogue import operations as catalogue
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.orders import queries as orders
from pasar.market.promotions import queries as promotions
from pasar.market.sellers import operations as sellers
from pasar.market.sellers import queries as shops
from pasar.simulate import demo
from pasar.simulate.demo import flash, steps


def silent(label: str, done: int, total: int) -> None:
    assert 0 <= done <= total
    assert label


@pytest.fixture
def reference(fresh_market_db):
    countries.load_areas()
    catalogue.load_categories()
    fulfilment.load_rate_cards()
    sellers.load_fee_rules()


def counts() -> dict[str, int]:
    tables = (
        "catalogue_listing", "stock_movement", "identity_person", "orders_order", "ledger_transfer",
        "promotions_version", "promotions_voucher",
    )  # fmt: skip
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def test_only_a_sandbox_gets_a_demo_world(db, settings):
    settings.SANDBOX = False
    with pytest.raises(Forbidden):
        demo.load(silent, size="small")


def test_a_small_world_of_two_ventures_lives(reference):
    demo.load(silent, size="small", countries=["th", "sg"], part="all")

    person = identity.authenticate(target="customer@th.pasar.example", password=demo.PASSWORD)
    customer = people.customer_of("th", person.pk)
    assert people.default_address(customer)
    assert wallets.balance("th", customer).available_minor > 0
    assert baskets.basket("th", Owner(customer_id=customer), "th").groups
    mine = Counter(order.status for order in orders.customer_orders(customer, size=50))
    assert mine["completed"] >= 1
    assert mine["awaiting_payment"] >= 1

    owner = identity.authenticate(target="seller@th.pasar.example", password=demo.PASSWORD)
    seller = shops.seller_of("th", owner.pk)
    assert orders.seller_counts(seller.id).get("to_ship", 0) >= 1
    operator = identity.authenticate(target="operator@sg.pasar.example", password=demo.PASSWORD)
    assert ("sg", "operator") in people.roles(operator.pk)

    given = promotions.centre("th", customer_id=customer).rows
    assert {each.promotion.class_key for each in given} == {
        "platform_shipping", "platform_voucher", "cashback", "payment_voucher", "platform_code",
    }  # fmt: skip
    assert sum(each.collected for each in given) == 2
    assert len(promotions.shop_centre("th").rows) >= 3
    assert len(promotions.of_seller("th", seller.id)) == 4
    assert len(promotions.of_customer("th", customer).rows) == 3

    assert not any(each.difference_minor for each in ledger.sums())
    paid = payouts.batches("th")
    assert paid
    assert paid[0].settled == paid[0].payouts_count
    assert statements.statements(payouts.batch("th", paid[0].id)[1][0].seller_id)

    on = campaigns.running_items("th", 20)
    assert on
    assert any(item.sold for item in on)
    assert all(item.price_minor < item.was_minor and item.sold < item.quota for item in on)
    running = campaigns.running_campaign("th")
    assert running
    assert campaigns.campaign_listings(running.id)
    assert flash.keep() == 2 * flash.AHEAD
    assert flash.keep() == 0
    slots = campaigns.slots("sg", size=9)
    assert [slot.items > 0 for slot in slots] == [True] * (1 + flash.AHEAD)

    # An operator tries out the desk: the hours are theirs, the other ventures' slots go on.
    begins = slots[-1].ends_at + timedelta(minutes=30)
    deals.open_slot(
        country="sg", starts_at=begins, ends_at=begins + timedelta(hours=1), nominate_by=begins,
        terms=flash.TERMS, actor="system",
    )  # fmt: skip
    with clock.frozen(clock.now() + timedelta(hours=flash.HOURS)):
        assert flash.keep() == 1


def test_loading_again_changes_nothing_and_a_cut_load_goes_on(reference, monkeypatch):
    demo.load(silent, size="small", countries=["my"], part="essential")
    shelves = counts()
    demo.load(silent, size="small", countries=["my"], part="essential")
    assert counts() == shelves

    class Killed(Exception):
        pass

    def kill(label: str, done: int, total: int) -> None:
        if done == 3:
            raise Killed

    with pytest.raises(Killed):
        demo.load(kill, size="small", countries=["my"], part="rest")
    assert steps.done("my.past.0")
    assert not steps.done("my.today")
    demo.load(silent, size="small", countries=["my"], part="rest")
    whole = counts()
    assert whole["orders_order"] > 0
    demo.load(silent, size="small", countries=["my"], part="all")
    assert counts() == whole
