"""After each step: the database says what the model says, and the market's own invariants find nothing."""

from typing import Any

from django.db import transaction

from pasar.finance.escrow.models import Hold
from pasar.finance.payments.models import Payment
from pasar.finance.wallet import queries as wallet
from pasar.market.basket.models import Line as BasketLine
from pasar.market.campaigns.models import Item
from pasar.market.orders.models import Order, Purchase
from pasar.market.promotions import queries as promotions
from pasar.market.promotions.models import Promotion, Use
from pasar.market.stock.models import Level
from pasar.simulate import verify
from tests.machine.model import Model

EACH_STEP = (
    "INV-03", "INV-08", "INV-09", "INV-10", "INV-12", "INV-13", "INV-14", "INV-15", "INV-16", "INV-17", "INV-18",
    "INV-19", "INV-22", "INV-33", "INV-40", "INV-43",
)  # fmt: skip
"""What a single deed can break, and is cheap to ask; all of them are asked when an example ends."""


def agrees(model: Model) -> None:
    """The database and the model have the same of everything."""
    found, expected = in_database(model), in_model(model)
    for what in expected:
        assert found[what] == expected[what], f"{what}: {_differs(found[what], expected[what])}"


def finds_nothing(only: tuple[str, ...] = ()) -> None:
    with transaction.atomic():  # on the connection that there is: another one takes longer than the questions
        report = verify.run(only=only)
    assert report.ok, {each.key: each.rows for each in report.broken}


def in_model(model: Model) -> dict[str, dict[Any, Any]]:
    flash = model.flash
    return {
        "stock": {key: (each.on_hand, each.reserved) for key, each in model.levels.items()},
        "vouchers used": {each.id: each.used for each in model.vouchers},
        "uses of customers": {
            (voucher.id, customer): n
            for voucher in model.vouchers
            for customer, n in voucher.uses.items()
            if n
        },
        "coins": {customer: model.coins[customer] for customer in model.wallets},
        "wallets": dict(model.wallets),
        "flash sale": {flash.id: (flash.state, flash.quota, flash.sold)},
        "baskets": dict(model.baskets),
        "purchases": {each.id: (each.status, each.total_minor) for each in model.purchases},
        "orders": {order.id: order.status for _purchase, order in model.orders()},
        "money of orders": {
            order.id: (order.paid_minor, order.returned_minor)
            for _purchase, order in model.orders()
            if order.held
        },
        "payments": {
            each.id: (each.captured_minor, each.returned_minor)
            for each in model.purchases
            if each.method == "qr_transfer"
        },
    }


def in_database(model: Model) -> dict[str, dict[Any, Any]]:
    uses: dict[tuple[int, int], int] = {}
    live = Use.objects.filter(given_back_at__isnull=True)
    for promotion, customer in live.values_list("promotion_id", "customer_id"):
        uses[promotion, customer] = uses.get((promotion, customer), 0) + 1
    return {
        "stock": {
            (sku, warehouse): (on_hand, reserved)
            for sku, warehouse, on_hand, reserved in Level.objects.values_list(
                "sku_id", "warehouse_id", "on_hand", "reserved"
            )
        },
        "vouchers used": dict(Promotion.objects.values_list("id", "used")),
        "uses of customers": uses,
        "coins": {customer: promotions.coins("id", customer).minor for customer in model.wallets},
        "wallets": {customer: wallet.balance("id", customer).available_minor for customer in model.wallets},
        "flash sale": {
            key: (state, quota, sold)
            for key, state, quota, sold in Item.objects.values_list("id", "state", "quota", "sold")
        },
        "baskets": {
            (customer, sku): units
            for customer, sku, units in BasketLine.objects.values_list("customer_id", "sku_id", "units")
        },
        "purchases": {
            key: (status, total)
            for key, status, total in Purchase.objects.values_list("id", "status", "total_minor")
        },
        "orders": dict(Order.objects.values_list("id", "status")),
        "money of orders": {
            hold.order_id: (
                hold.amount_minor - hold.subsidy_minor - hold.coins_minor + hold.rounding_minor,
                hold.refunded_minor,
            )
            for hold in Hold.objects.all()
        },
        "payments": {
            purchase: (received or 0, refunded)
            for purchase, received, refunded in Payment.objects.values_list(
                "purchase_id", "received_minor", "refunded_minor"
            )
        },
    }


def _differs(found: dict[Any, Any], expected: dict[Any, Any]) -> dict[Any, tuple[Any, Any]]:
    """What is there and what should be, where they differ."""
    return {
        key: (found.get(key), expected.get(key))
        for key in found.keys() | expected.keys()
        if found.get(key) != expected.get(key)
    }
