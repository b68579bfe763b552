from datetime import UTC, datetime, timedelta

from pasar import countries
from pasar.finance.escrow import operations as escrow
from pasar.finance.escrow.tests.making import hold, make_line, make_order
from pasar.finance.group import queries
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey
from pasar.kernel import clock

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
DAY = NOON.date()


def sell(country, seller_class="brand", **line):
    order = make_order(make_line(111_000, **line), seller_class=seller_class, shipping_minor=0)
    hold(order, country=country)
    escrow.release(orders=[order])


def book(country, debit, credit, amount):
    ledger.journal_entry(
        country=country, debit=AccountKey(debit), credit=AccountKey(credit), amount_minor=amount, reason="test",
        actor="person:1",
    )  # fmt: skip


def test_every_ventures_result_comes_from_its_ledger(db, django_assert_num_queries):
    with clock.frozen(NOON):
        book("id", "inventory", "supplier_payable", 500_000)
        sell("id", "retail", cost_minor=70_000)
        sell("id")
        book("id", "marketing_expense", "bank", 1_000)
        sell("sg", commission_bps=1_090, payment_fee_bps=0)
    with clock.frozen(NOON + timedelta(days=1)):
        sell("id", "retail", cost_minor=1)
    with django_assert_num_queries(2):
        found = {each.country: each for each in queries.ventures(DAY, DAY)}
    assert sorted(found) == sorted(countries.all_countries())
    indonesia = found["id"]
    assert indonesia.result.line("revenue_goods") == 100_000
    # 5 % and 2 % of 111,000 without the 11 % contained in each
    assert indonesia.result.line("revenue_services") == 5_550 - 550 + 2_220 - 220
    assert indonesia.net_revenue_minor == 107_000
    assert indonesia.operating_result_minor == 107_000 - 70_000 - 1_000
    assert indonesia.margin_bps == 3_364
    assert indonesia.held("inventories") == 500_000 - 70_001
    assert found["sg"].currency == "SGD"
    assert found["sg"].net_revenue_minor == 12_099 - 999
    assert found["vn"].net_revenue_minor == 0
    assert found["vn"].margin_bps is None
    assert all(each.balanced for each in found.values())


def test_assets_equal_what_is_owed_and_equity(db):
    with clock.frozen(NOON):
        book("id", "bank", "opening_equity", 1_000_000)
        sell("id", "retail", cost_minor=70_000)
        sell("id")
    figures = queries.venture("id", DAY, DAY)
    assets = sum(figures.held(key) for key in ("cash", "receivables", "inventories"))
    assert assets == sum(figures.held(key) for key in ("customer_funds", "payables", "tax_payable", "equity"))


def test_a_days_figures_are_the_same_before_and_after_the_roll_up(fresh_market_db):
    clock.freeze(NOON)
    try:
        sell("id")
        before = queries.ventures(DAY, DAY)
        assert ledger.roll_up() > 0
        assert queries.ventures(DAY, DAY) == before
        sell("id")
        assert queries.venture("id", DAY, DAY).net_revenue_minor == 2 * before[0].net_revenue_minor
    finally:
        clock.run()
