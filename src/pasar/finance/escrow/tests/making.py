"""Orders' money for tests, made by the real operations."""

from pasar import countries
from pasar.finance.escrow import operations, queries
from pasar.finance.escrow.batch import NewHold
from pasar.finance.escrow.rules import Layers, LinePart, OrderPart, sum_of
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger import queries as books
from pasar.finance.ledger.rules import AccountKey, NewTransfer, party
from pasar.kernel import ids
from pasar.kernel.money import included

CARRIER = AccountKey("shipping_payable", party("pasar_express"))


def make_line(goods_minor, *, tax_bps=1_100, commission_bps=500, payment_fee_bps=200, cost_minor=0):
    return LinePart(
        ids.uuid7(), goods_minor, included(goods_minor, tax_bps), commission_bps, payment_fee_bps, cost_minor
    )


def make_order(
    *lines, seller_class="brand", shipping_minor=1_500, by_carrier=True, seller_id=9, tax_bps=1_100,
    shipping_seller_discount_minor=0,
):  # fmt: skip
    return OrderPart(
        order_id=ids.uuid7(), seller_id=seller_id, seller_class=seller_class, retail=seller_class == "retail",
        carrier=CARRIER if by_carrier else None, lines=lines or (make_line(100_000),), shipping_minor=shipping_minor,
        shipping_tax_minor=included(shipping_minor, tax_bps),
        shipping_seller_discount_minor=shipping_seller_discount_minor,
    )  # fmt: skip


def fill_wallet(customer_id, amount_minor, country="id"):
    _fill(AccountKey("bank"), AccountKey("wallet", customer_id), amount_minor, country)


def fill_coins(customer_id, amount_minor, country="id"):
    _fill(AccountKey("marketing_expense"), AccountKey("coins", customer_id), amount_minor, country)


def _fill(debit, credit, amount_minor, country):
    currency = countries.get(country).currency
    ledger.post(
        [NewTransfer(ids.uuid7(), country, currency, debit, credit, amount_minor, "fill", "test", "1")]
    )


def hold(
    order, *, source="wallet", country="id", customer_id=7, rounding_minor=0, purchase_id=None, paid_with=None
):
    """The order's money in escrow; wallet and coins are filled first. Returns what was paid in money.

    paid_with: the layers of lines and delivery; money alone for those that are not in it.
    """
    parts = {line.line_id: Layers(line.goods_minor) for line in order.lines}
    whole = sum_of((parts | {None: Layers(order.shipping_minor)} | (paid_with or {})).values())
    new = NewHold(
        order.order_id, purchase_id or ids.uuid7(), country, countries.get(country).currency, customer_id,
        order.seller_id, whole.amount_minor, rounding_minor, whole.subsidy_minor, whole.coins_minor,
    )  # fmt: skip
    if source == "wallet" and whole.money_minor:
        fill_wallet(customer_id, whole.money_minor, country)
    if whole.coins_minor:
        fill_coins(customer_id, whole.coins_minor, country)
    operations.hold(holds=[new], source=source, carrier_key="pasar_express" if source == "cash" else "")
    return whole.money_minor + rounding_minor


def balance(kind, owner_id=0, country="id"):
    return books.balance(country, countries.get(country).currency, AccountKey(kind, owner_id)).balance_minor


def hold_row(order):
    return queries.lock_holds([order.order_id])[order.order_id]


def assert_balanced():
    assert {each.difference_minor for each in books.sums()} <= {0}
