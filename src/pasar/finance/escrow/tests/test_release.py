from datetime import UTC, datetime

import pytest

from pasar.finance.escrow import operations, queries
from pasar.finance.escrow.tests.making import (
    CARRIER,
    assert_balanced,
    balance,
    fill_wallet,
    hold,
    make_line,
    make_order,
)
from pasar.finance.ledger import queries as books
from pasar.finance.ledger.errors import InsufficientFunds
from pasar.kernel import clock
from pasar.kernel.models import Event

BEFORE_WITHHOLDING = datetime(2026, 3, 2, 5, tzinfo=UTC)
SINCE_WITHHOLDING = datetime(2026, 9, 1, 5, tzinfo=UTC)


def test_a_purchase_from_the_wallet_waits_in_escrow(db):
    order = make_order()
    hold(order)
    assert balance("wallet", 7) == 0
    assert balance("escrow") == 101_500
    assert queries.hold_of(order.order_id).state == "held"


def test_a_wallet_with_too_little_holds_nothing(db):
    order = make_order()
    fill_wallet(7, 10)
    with pytest.raises(InsufficientFunds):
        operations.hold(holds=[], source="wallet") or _hold_without_filling(order)
    assert balance("wallet", 7) == 10
    assert queries.hold_of(order.order_id) is None


def _hold_without_filling(order):
    from pasar.finance.escrow.batch import NewHold

    operations.hold(
        holds=[NewHold(order.order_id, order.order_id, "id", "IDR", 7, 9, 101_500)], source="wallet"
    )


def test_completion_pays_seller_carrier_and_platform_each_by_a_transfer_of_its_own(db):
    order = make_order(make_line(100_000), make_line(50_000))
    hold(order)
    with clock.frozen(BEFORE_WITHHOLDING):
        assert operations.release(orders=[order]) == 1
    assert balance("escrow") == 0
    assert balance("seller_payable", 9) == 150_000 - 7_500 - 3_000
    assert (
        balance("commission_revenue") == 7_500 - 495 - 248
    )  # 5,000 contains 495 at 11 %, 2,500 contains 248
    assert balance("fee_revenue") == 3_000 - 198 - 99
    assert balance("vat_payable") == 495 + 248 + 198 + 99
    assert balance("shipping_payable", CARRIER.owner_id) == 1_500
    codes = [each.code for each in books.transfers_of("order", str(order.order_id))]
    assert sorted(codes) == sorted(
        ["hold", "sale", "delivery", "commission", "commission_tax", "payment_fee", "payment_fee_tax"]
    )
    assert_balanced()


def test_a_second_release_changes_nothing(db):
    order = make_order()
    hold(order)
    operations.release(orders=[order])
    before = balance("seller_payable", 9)
    assert operations.release(orders=[order]) == 0
    assert balance("seller_payable", 9) == before
    assert Event.objects.filter(topic="escrow.released").count() == 1


def test_who_delivers_himself_gets_delivery_too(db):
    order = make_order(by_carrier=False)
    hold(order)
    with clock.frozen(BEFORE_WITHHOLDING):
        operations.release(orders=[order])
    assert balance("seller_payable", 9) == 100_000 + 1_500 - 5_000 - 2_000


def test_the_own_shelf_earns_revenue_and_its_goods_become_cost(db):
    order = make_order(make_line(111_000, cost_minor=60_000), seller_class="retail")
    hold(order)
    operations.release(orders=[order])
    assert balance("retail_revenue") == 100_000
    assert balance("vat_payable") == 11_000
    assert balance("cost_of_sales") == 60_000
    assert balance("inventory") == -60_000
    assert balance("seller_payable", 9) == 0
    today = clock.now().date()
    result = books.result("id", today.replace(day=1), today.replace(year=today.year + 1))
    assert result.net_revenue_minor == 100_000
    assert result.operating_result_minor == 40_000


def test_the_own_shelf_that_delivers_itself_earns_that_too(db):
    order = make_order(make_line(111_000), seller_class="retail", by_carrier=False, shipping_minor=1_110)
    hold(order)
    operations.release(orders=[order])
    assert balance("shipping_revenue") == 1_000
    assert balance("vat_payable") == 11_000 + 110


@pytest.mark.parametrize(
    ("country", "seller_class", "goods", "sold_before", "kept"),
    [
        # 0.5 % of the price without tax; private persons from 500 million rupiah a year. Source: PMK 37/2025.
        ("id", "brand", 27_750_000, 0, 125_000),
        ("id", "home", 27_750_000, 0, 0),
        ("id", "home", 27_750_000, 50_000_000_000, 125_000),
        ("id", "cross_border", 27_750_000, 0, 0),
        # 1 % of half of the remittance once the year passes 500,000 pesos. Source: RR 16-2023, RMC 8-2024.
        ("ph", "brand", 1_120_000, 49_500_000, 5_000 - 392),
        ("ph", "brand", 448_000, 49_500_000, 0),
        # 1 % and 0.5 % of the price, from the first dong. Source: Decree 117/2025.
        ("vn", "home", 1_000_000, 0, 15_000),
        ("vn", "brand", 1_000_000, 0, 0),
        ("sg", "home", 1_000_000, 0, 0),
    ],
)  # fmt: skip
def test_tax_is_withheld_as_the_country_has_it(db, country, seller_class, goods, sold_before, kept):
    tax_bps = {"id": 1_100, "ph": 1_200, "vn": 800, "sg": 900}[country]
    with clock.frozen(SINCE_WITHHOLDING):
        if sold_before:
            earlier = make_order(
                make_line(sold_before, tax_bps=0, commission_bps=0, payment_fee_bps=0),
                seller_class=seller_class,
            )
            hold(earlier, country=country)
            operations.release(orders=[earlier])
        before = balance("withholding_payable", country=country)
        order = make_order(make_line(goods, tax_bps=tax_bps), seller_class=seller_class)
        hold(order, country=country)
        operations.release(orders=[order])
    assert balance("withholding_payable", country=country) - before == kept


def test_cash_at_the_door_is_owed_by_the_carrier_and_its_rounding_booked(db):
    order = make_order(make_line(99_990))
    paid = hold(order, source="cash", rounding_minor=-1_490)
    assert paid == 100_000
    assert balance("cod_receivable", CARRIER.owner_id) == 100_000
    assert balance("escrow") == 101_490
    assert balance("rounding") == 1_490
    operations.release(orders=[order])
    assert balance("escrow") == 0
    assert_balanced()


def test_cash_of_two_parcels_adds_up_in_one_hold(db):
    from pasar.finance.escrow.batch import NewHold

    order = make_order(make_line(60_000), make_line(40_000))
    for part, amount in (("first", 61_500), ("second", 40_000), ("second", 40_000)):
        operations.hold(
            holds=[NewHold(order.order_id, order.order_id, "id", "IDR", 7, 9, amount)],
            source="cash", carrier_key="pasar_express", part=part,
        )  # fmt: skip
    assert queries.hold_of(order.order_id).amount_minor == 101_500
    assert operations.release(orders=[order]) == 1
    assert balance("escrow") == 0


def test_delivery_that_was_never_paid_is_not_paid_out(db):
    from pasar.finance.escrow.batch import NewHold

    order = make_order(make_line(40_000))
    operations.hold(
        holds=[NewHold(order.order_id, order.order_id, "id", "IDR", 7, 9, 40_000)], source="cash",
        carrier_key="pasar_express",
    )  # fmt: skip
    operations.release(orders=[order])
    assert balance("shipping_payable", CARRIER.owner_id) == 0
    assert balance("escrow") == 0
