"""Purchases with their money for tests: placed by the batch, paid by the real operations."""

from datetime import timedelta

from django.db import connection, transaction

from pasar import countries
from pasar.finance.escrow import batch as escrow
from pasar.finance.escrow.tests.making import fill_coins, fill_wallet
from pasar.finance.ledger import batch as ledger
from pasar.finance.payments import batch as payments
from pasar.finance.payments import operations as payment_operations
from pasar.finance.payments.providers import Charge
from pasar.finance.payments.queries import of_purchase
from pasar.kernel import batch, clock, ids
from pasar.kernel.money import included, split
from pasar.market.orders import batch as orders
from pasar.market.orders import operations
from pasar.market.orders.rules import cash_due

CUSTOMER, STAFF = "customer:7", "person:1"


def seller(seller_id=9):
    return f"seller:{seller_id}"


def new_discount(promotion_id, seller_minor, platform_minor, *, units=2, **other):
    """A promotion's part, unit by unit; none for delivery (units=0)."""
    amount = seller_minor + platform_minor
    return orders.NewDiscount(
        promotion_id=promotion_id, version=1, kind="voucher", class_key=other.get("class_key", "shop"),
        name=other.get("name", f"Voucher {promotion_id}"), seller_minor=seller_minor, platform_minor=platform_minor,
        units=tuple(split(amount, [1] * units)) if units else (),
    )  # fmt: skip


def new_line(goods_minor=100_000, *, units=2, tax_bps=1_100, cost_minor=None, discounts=(), coins_minor=0):
    sellers = sum(each.seller_minor for each in discounts)
    return orders.NewLine(
        id=ids.uuid7(), sku_id=1, listing_id=1, seller_sku="A", title="Lamp", options_text="", picture=None,
        unit_minor=goods_minor // units, units=units, goods_minor=goods_minor, tax_bps=tax_bps,
        tax_minor=included(goods_minor - sellers, tax_bps), weight_g=500, category_path="home/lamps",
        commission_bps=500, payment_fee_bps=200, fee_rule_id=None, cost_minor=cost_minor, seller_discount_minor=sellers,
        platform_discount_minor=sum(each.platform_minor for each in discounts), coins_minor=coins_minor,
        discounts=tuple(discounts),
    )  # fmt: skip


def new_order(
    *lines, seller_id=9, seller_class="brand", shipping_minor=1_500, cash=False, carrier="pasar_express",
    shipping_discounts=(),
):  # fmt: skip
    lines = lines or (new_line(),)
    goods = sum(line.goods_minor for line in lines)
    off = {
        name: sum(getattr(line, name) for line in lines)
        for name in ("seller_discount_minor", "platform_discount_minor", "coins_minor")
    }
    sellers = sum(each.seller_minor for each in shipping_discounts)
    platforms = sum(each.platform_minor for each in shipping_discounts)
    to_pay = goods - sum(off.values()), shipping_minor - sellers - platforms
    rounding = cash_due(*to_pay, countries.get("id").cash.step_minor)[1] if cash else 0
    shipping_tax = included(shipping_minor - sellers, 1_100)
    today = clock.now().date()
    order_id = ids.uuid7()
    return orders.NewOrder(
        id=order_id, number=str(order_id)[-12:], seller_id=seller_id, seller_class=seller_class, shop_id=seller_id,
        shop_name="Shop", warehouse_id=seller_id, goods_minor=goods, shipping_minor=shipping_minor,
        rounding_minor=rounding, total_minor=sum(to_pay) + rounding,
        tax_minor=sum(line.tax_minor for line in lines) + shipping_tax, shipping_tax_minor=shipping_tax,
        carrier_key=carrier, service_key="standard", rate_card_id=None, promise_from=today,
        promise_to=today + timedelta(days=3), deadline_at=None, deadline_action="", lines=lines,
        shipping_seller_discount_minor=sellers, shipping_platform_discount_minor=platforms,
        shipping_discounts=tuple(shipping_discounts), **off,
    )  # fmt: skip


@transaction.atomic
def place(*parts, method="wallet", customer_id=7):
    """A purchase of these orders as checkout places it. Wallet and coins are filled first, QR waits."""
    at = clock.now()
    waits, cash = method == "qr_transfer", method == "cod"
    status = "awaiting_payment" if waits else "to_ship"
    purchase_id = ids.uuid7()
    total = sum(part.total_minor for part in parts)
    purchase = orders.NewPurchase(
        id=purchase_id, country="id", number=str(purchase_id)[-12:], customer_id=customer_id, currency="IDR",
        goods_minor=sum(part.goods_minor for part in parts), shipping_minor=sum(part.shipping_minor for part in parts),
        rounding_minor=sum(part.rounding_minor for part in parts), total_minor=total, payment_method=method,
        status="awaiting_payment" if waits else "to_collect" if cash else "paid", order_status=status, address={},
        note="", language="en", placed_at=at, pay_by=at + timedelta(minutes=30) if waits else None,
        paid_at=None if waits or cash else at, orders=parts, coins_minor=sum(part.coins_minor for part in parts),
        discount_minor=sum(
            part.seller_discount_minor + part.shipping_seller_discount_minor + part.subsidy_minor for part in parts
        ),
    )  # fmt: skip
    statements = orders.place([purchase])
    if purchase.coins_minor:
        fill_coins(customer_id, purchase.coins_minor)
    if method == "wallet":
        if total:
            fill_wallet(customer_id, total)
        holds = [
            escrow.NewHold(
                part.id, purchase_id, "id", "IDR", customer_id, part.seller_id, part.held_minor,
                subsidy_minor=part.subsidy_minor, coins_minor=part.coins_minor,
            )
            for part in parts
        ]  # fmt: skip
        transfers = escrow.transfers(holds, "wallet")
        statements += [
            escrow.open_holds(holds, at), ledger.open_accounts(ledger.accounts_of(transfers)),
            ledger.write(transfers, at),
        ]  # fmt: skip
    if waits:
        payment = payments.NewPayment(
            ids.uuid7(), "id", "IDR", customer_id, purchase_id, method, total, purchase.pay_by
        )
        statements.append(payments.open_payments([payment], at))
    batch.run(connection, statements)
    return purchase_id


def capture(purchase_id):
    """The provider says that the purchase was paid in full."""
    payment = of_purchase(purchase_id)
    payment_operations.record_charge(
        payment_id=payment.id,
        charge=Charge(
            f"c{payment.id}", payment.reference, "paid", payment.currency, payment.amount_minor, payment.amount_minor,
            "", "", "sandbox",
        ),
    )  # fmt: skip


def deliver(order, *, lines=None):
    """The order's lines, or some of them, are packed, shipped and at the door."""
    by = seller(order.seller_id)
    line_ids = [line.id for line in lines] if lines else None
    operations.pack(order_id=order.id, actor=by, line_ids=line_ids)
    operations.ship(order_id=order.id, actor=by, line_ids=line_ids)
    operations.deliver(order_id=order.id, actor="carrier:pasar_express", line_ids=line_ids)
