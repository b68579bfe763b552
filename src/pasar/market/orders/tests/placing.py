"""An order as checkout's batch writes it, made without checkout, which lies above: paid from a wallet."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from pasar.finance.escrow import batch as escrow
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer
from pasar.kernel import batch, clock, events, ids
from pasar.market.identity import queries as identity
from pasar.market.orders import batch as order_batch
from pasar.market.orders.batch import NewDiscount, NewLine, NewOrder, NewPurchase
from pasar.market.orders.events import OrderMoved, PurchasePaid, PurchasePlaced
from pasar.market.stock import batch as stock
from pasar.market.stock.tests.making import Shelf, make_customers, make_shelf

SHIPPING = 16_000_00


@dataclass(frozen=True)
class Placed:
    """An order with its two sides."""

    id: UUID
    purchase_id: UUID
    line_ids: tuple[UUID, ...]
    shelf: Shelf
    customer_id: int
    customer_person: int
    total_minor: int

    @property
    def customer(self) -> str:
        return f"customer:{self.customer_id}"

    @property
    def seller(self) -> str:
        return f"seller:{self.shelf.seller_id}"

    @property
    def seller_person(self) -> int:
        return self.shelf.owner_id


def placed(
    *,
    prices: tuple[int, ...] = (25_000_00,),
    shelf: Shelf | None = None,
    discounts: tuple[NewDiscount, ...] = (),
    coins_minor: int = 0,
    shipping_discounts: tuple[NewDiscount, ...] = (),
) -> Placed:
    """A paid order of one unit of each of the shelf's goods. Discounts and coins are of the first of them."""
    shelf = shelf or make_shelf(prices=prices)
    [customer_id] = make_customers(1, shelf.country)
    now, purchase_id, order_id = clock.now(), ids.uuid7(), ids.uuid7()
    lines = tuple(
        _line(shelf, number, price, *((discounts, coins_minor) if number == 0 else ((), 0)))
        for number, price in enumerate(prices)
    )
    goods = sum(line.goods_minor for line in lines)
    sellers, platforms = _funders(discounts)
    shipping_sellers, shipping_platforms = _funders(shipping_discounts)
    discount = sellers + platforms + shipping_sellers + shipping_platforms
    total = goods + SHIPPING - discount - coins_minor
    order = NewOrder(
        id=order_id, number=ids.short_number("id", now, order_id), seller_id=shelf.seller_id, seller_class="home",
        shop_id=shelf.shop_id, shop_name="Toko", warehouse_id=shelf.warehouse_id, goods_minor=goods,
        shipping_minor=SHIPPING, rounding_minor=0, total_minor=total, tax_minor=0, shipping_tax_minor=0,
        carrier_key="pasar_express", service_key="standard", rate_card_id=None, promise_from=now.date(),
        promise_to=now.date() + timedelta(days=3), deadline_at=now + timedelta(days=3),
        deadline_action="cancel_unshipped", lines=lines, seller_discount_minor=sellers,
        platform_discount_minor=platforms, coins_minor=coins_minor, shipping_seller_discount_minor=shipping_sellers,
        shipping_platform_discount_minor=shipping_platforms, shipping_discounts=shipping_discounts,
    )  # fmt: skip
    purchase = NewPurchase(
        id=purchase_id, country="id", number=ids.short_number("id", now, purchase_id, prefix="P"),
        customer_id=customer_id, currency="IDR", goods_minor=goods, shipping_minor=SHIPPING, rounding_minor=0,
        total_minor=total, payment_method="wallet", status="paid", order_status="to_ship",
        address={"zone": "java_bali"}, note="", language="id", placed_at=now, pay_by=None, paid_at=now, orders=(order,),
        discount_minor=discount, coins_minor=coins_minor,
    )  # fmt: skip
    _pay("wallet", customer_id, total)
    if coins_minor:
        _pay("coins", customer_id, coins_minor)
    hold = escrow.NewHold(
        order_id, purchase_id, "id", "IDR", customer_id, shelf.seller_id, order.held_minor,
        subsidy_minor=order.subsidy_minor, coins_minor=coins_minor,
    )  # fmt: skip
    with transaction.atomic():
        batch.run(
            connection,
            [
                *order_batch.place([purchase]),
                stock.hold([stock.Hold(line.id, "id", line.sku_id, shelf.warehouse_id, 1, None) for line in lines]),
                escrow.open_holds([hold], now),
            ],
        )  # fmt: skip
        ledger.post(escrow.transfers([hold], "wallet"))
        events.append(_news(purchase, order))
    return Placed(
        order_id, purchase_id, tuple(line.id for line in lines), shelf, customer_id,
        identity.customer(customer_id).person_id, total,
    )  # fmt: skip


def _funders(discounts: tuple[NewDiscount, ...]) -> tuple[int, int]:
    return sum(each.seller_minor for each in discounts), sum(each.platform_minor for each in discounts)


def _line(
    shelf: Shelf, number: int, price: int, discounts: tuple[NewDiscount, ...], coins_minor: int
) -> NewLine:
    sellers, platforms = _funders(discounts)
    return NewLine(
        id=ids.uuid7(), sku_id=shelf.skus[number], listing_id=shelf.listings[number], seller_sku=f"S{number}",
        title=f"Panci {number}", options_text="", picture=None, unit_minor=price, units=1, goods_minor=price, tax_bps=0,
        tax_minor=0, weight_g=500, category_path="x", commission_bps=400, payment_fee_bps=180, fee_rule_id=None,
        cost_minor=None, seller_discount_minor=sellers, platform_discount_minor=platforms, coins_minor=coins_minor,
        discounts=discounts,
    )  # fmt: skip


def _pay(kind: str, customer_id: int, amount_minor: int) -> None:
    ledger.post(
        [
            NewTransfer(
                id=ids.uuid7(), country="id", currency="IDR", debit=AccountKey("bank"),
                credit=AccountKey(kind, customer_id), amount_minor=amount_minor, code="top_up", ref_kind="test",
                ref_id="1",
            )
        ]
    )  # fmt: skip


def _news(purchase: NewPurchase, order: NewOrder) -> list[Any]:
    said = {
        "country": "id", "purchase_id": purchase.id, "customer_id": purchase.customer_id, "payment_method": "wallet",
        "total_minor": purchase.total_minor, "currency": "IDR",
    }  # fmt: skip
    return [
        PurchasePlaced(**said, order_ids=[order.id]),
        OrderMoved(
            country="id", order_id=order.id, purchase_id=purchase.id, customer_id=purchase.customer_id,
            seller_id=order.seller_id, from_status="", to_status="to_ship", actor=purchase.actor, reason="placed",
        ),
        PurchasePaid(**said),
    ]  # fmt: skip
