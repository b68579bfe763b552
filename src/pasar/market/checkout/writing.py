"""What a decision leads to: the statements of the second round trip."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from pasar.finance.escrow import batch as escrow
from pasar.finance.ledger import batch as ledger
from pasar.finance.payments import batch as payments
from pasar.kernel import events, sql
from pasar.kernel.batch import Statement
from pasar.kernel.events import Event
from pasar.market.basket import batch as baskets
from pasar.market.campaigns import batch as campaigns
from pasar.market.campaigns.rules import FLASH
from pasar.market.checkout import batch
from pasar.market.checkout.deciding import Decision, State
from pasar.market.checkout.planning import Sale
from pasar.market.checkout.rules import MOST_UNITS, QuotedLine
from pasar.market.orders import batch as orders
from pasar.market.orders.batch import NewLine, NewOrder
from pasar.market.orders.events import OrderMoved, PurchasePaid, PurchasePlaced
from pasar.market.promotions import batch as promotions
from pasar.market.stock import batch as stock
from pasar.market.stock.events import StockRanOut


def statements(decision: Decision, state: State, at: datetime) -> list[Statement]:
    """Everything the sales of a decision write; nothing when there is none. state: what it was decided on."""
    sales = decision.sales
    if not sales:
        return []
    written = [*orders.place([sale.purchase for sale in sales]), stock.hold(_holds(sales))]
    if takings := [taking for sale in sales for taking in _takings(sale)]:
        written.append(campaigns.taken(takings, at))
    written += promotions.take(
        [_taken(sale) for sale in sales],
        promotions=state.promotions,
        shoppers=state.shoppers,
        lots=state.lots,
        stacking=state.stacking,
        at=at,
    )
    if bought := [
        (sale.request.customer_id, line.sku_id)
        for sale in sales
        if sale.request.from_basket
        for line in sale.request.lines
    ]:
        written.append(baskets.clear(bought))
    if waiting := [sale for sale in sales if sale.outcome.pays == "scan"]:
        written.append(payments.open_payments([_payment(sale) for sale in waiting], at))
    written += _money([sale for sale in sales if sale.outcome.pays == "paid"], at)
    written.append(batch.write_attempts(sales, at))
    written.append(
        Statement(sql.text("pasar.kernel", "append_events"), events.append_parameters(_news(decision), at))
    )
    return written


def _lines(sale: Sale) -> Iterator[tuple[NewOrder, NewLine, QuotedLine]]:
    """The lines of a sale with what they were quoted at."""
    for order, parcel in zip(sale.purchase.orders, sale.quote.parcels, strict=True):
        for line, quoted in zip(order.lines, parcel.lines, strict=True):
            yield order, line, quoted


def _holds(sales: Sequence[Sale]) -> list[stock.Hold]:
    """Units to be held, each where it lies: a flash sale's on a shelf of their own."""
    return [
        stock.Hold(
            line_id=line.id,
            country=sale.purchase.country,
            sku_id=line.sku_id,
            warehouse_id=(quoted.price.price and quoted.price.price.shelf_id) or order.warehouse_id,
            units=line.units,
            expires_at=sale.purchase.pay_by,
        )
        for sale in sales
        for order, line, quoted in _lines(sale)
    ]


def _takings(sale: Sale) -> Iterator[campaigns.Taking]:
    for _order, line, quoted in _lines(sale):
        price = quoted.price.price
        if price is not None and price.source == FLASH:
            yield campaigns.Taking(
                line_id=line.id,
                country=sale.purchase.country,
                item_id=price.source_id,
                customer_id=sale.purchase.customer_id,
                units=line.units,
                most=price.per_customer or MOST_UNITS,
            )


def _taken(sale: Sale) -> promotions.Taken:
    return promotions.Taken(
        country=sale.purchase.country,
        purchase_id=sale.purchase.id,
        customer_id=sale.purchase.customer_id,
        applied=sale.quote.applied,
        lines={
            line.sku_id: promotions.TakenLine(line.id, order.id, order.seller_id)
            for order, line, _quoted in _lines(sale)
        },
        orders={order.shop_id: order.id for order in sale.purchase.orders},
    )


def _payment(sale: Sale) -> payments.NewPayment:
    purchase = sale.purchase
    assert purchase.pay_by is not None
    return payments.NewPayment(
        id=sale.payment_id,
        country=purchase.country,
        customer_id=purchase.customer_id,
        purchase_id=purchase.id,
        method=purchase.payment_method,
        currency=purchase.currency,
        amount_minor=purchase.total_minor,
        expires_at=purchase.pay_by,
    )


def _money(sales: Sequence[Sale], at: datetime) -> list[Statement]:
    """Paid at once from wallets: from there into escrow, a hold per order."""
    if not sales:
        return []
    holds = [
        escrow.NewHold(
            order_id=order.id,
            purchase_id=sale.purchase.id,
            country=sale.purchase.country,
            currency=sale.purchase.currency,
            customer_id=sale.purchase.customer_id,
            seller_id=order.seller_id,
            amount_minor=order.held_minor,
            subsidy_minor=order.subsidy_minor,
            coins_minor=order.coins_minor,
        )
        for sale in sales
        for order in sale.purchase.orders
    ]
    transfers = escrow.transfers(holds, "wallet")
    return [
        escrow.open_holds(holds, at),
        ledger.open_accounts(ledger.accounts_of(transfers)),
        ledger.write(transfers, at),
    ]


def _news(decision: Decision) -> list[Event]:
    news: list[Event] = []
    for sale in decision.sales:
        purchase = sale.purchase
        news.append(
            PurchasePlaced(
                country=purchase.country, purchase_id=purchase.id, customer_id=purchase.customer_id,
                payment_method=purchase.payment_method, total_minor=purchase.total_minor,
                currency=purchase.currency, order_ids=[order.id for order in purchase.orders],
            )
        )  # fmt: skip
        news += [
            OrderMoved(
                country=purchase.country, order_id=order.id, purchase_id=purchase.id,
                customer_id=purchase.customer_id, seller_id=order.seller_id, from_status="",
                to_status=purchase.order_status, actor=purchase.actor, reason="placed",
            )
            for order in purchase.orders
        ]  # fmt: skip
        if sale.outcome.pays == "paid":
            news.append(
                PurchasePaid(
                    country=purchase.country, purchase_id=purchase.id, customer_id=purchase.customer_id,
                    payment_method=purchase.payment_method, total_minor=purchase.total_minor,
                    currency=purchase.currency,
                )
            )  # fmt: skip
    news += [
        StockRanOut(country=goods.country, sku_id=goods.sku_id, listing_id=goods.listing_id)
        for goods in decision.ran_out
    ]
    return news
