"""What people do on the market, by its real operations; a refusal is the answer, not an accident."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from pasar.finance.escrow import queries as escrow
from pasar.finance.payments import operations as payments
from pasar.finance.payments import queries as payment_queries
from pasar.finance.payments.providers import Charge
from pasar.kernel import clock, ids
from pasar.kernel.errors import PasarError
from pasar.kernel.events import Lookout
from pasar.market.aftersales import operations as aftersales
from pasar.market.campaigns import operations as campaigns
from pasar.market.checkout import operations as checkout
from pasar.market.checkout.requests import Placed, PlaceRequest, Refused
from pasar.market.checkout.rules import Quote, Wanted, Wishes
from pasar.market.checkout.tests.buying import shown
from pasar.market.identity import queries as identity
from pasar.market.orders import operations as orders
from pasar.market.orders.queries import lock_orders, lock_purchase
from pasar.market.sellers import operations as sellers
from tests.machine.model import PAY_WITHIN, Line, Model, Order, Part, Purchase, Refusal, Sale


def refusal_of(deed: Callable[[], Any]) -> str:
    """The code that a deed was refused with; empty: it was done."""
    try:
        deed()
    except PasarError as refusal:
        return refusal.code
    return ""


def read_news(lookout: Lookout) -> None:
    """What happened reaches whoever acts on it."""
    while sum(lookout.consume(each) for each in lookout.look()):
        pass


def sweep(at: datetime, lookout: Lookout) -> None:
    """The clock shows `at`: what is due then happens."""
    clock.freeze(at)
    orders.expire_due()
    read_news(lookout)
    campaigns.open_due()
    campaigns.close_due()
    read_news(lookout)


def look(
    customer: int, lines: Sequence[tuple[int, int]], *, method: str, wishes: Wishes, from_basket: bool
) -> tuple[Quote, PlaceRequest | None]:
    """The checkout page, and what it would send; nothing to send where something stands in the way."""
    wanted = tuple(Wanted(*each) for each in lines)
    asked = checkout.question(country="id", customer_id=customer, lines=wanted, wishes=wishes)
    seen = checkout.rules.quote(replace(asked, method=method))
    delivery = {
        parcel.shop.id: next((w.carrier_key, w.service_key) for w in parcel.options if w.takes_cash)
        for parcel in seen.parcels
    }
    seen = checkout.rules.quote(replace(asked, method=method, delivery=delivery))
    if seen.problems:
        return seen, None
    address = identity.default_address(customer)
    assert address is not None
    return seen, PlaceRequest(
        country="id", customer_id=customer, key=str(ids.uuid7()), lines=wanted, address_id=address.id, method=method,
        delivery=delivery, wishes=wishes, from_basket=from_basket, language="id", **shown(seen),
    )  # fmt: skip


def problems_of(quote: Quote) -> frozenset[tuple[str, int | None]]:
    return frozenset((each.code, each.sku_id) for each in quote.problems)


def said(outcome: Refused) -> Refusal:
    """A refusal of the market in the model's words."""
    match outcome.code:
        case "problems":
            assert outcome.quote is not None
            return Refusal("problems", problems_of(outcome.quote))
        case "changed":
            return Refusal("changed", frozenset(each.kind for each in outcome.differences))
        case "funds":
            return Refusal("funds", outcome.data["missing_minor"])
        case "basket_changed":
            return Refusal("basket_changed", frozenset(outcome.data["sku_ids"]))
    return Refusal(outcome.code)


def purchase_of(placed: Placed, sale: Sale, model: Model) -> Purchase:
    """The purchase as it was stored, its lines with what each is paid with."""
    with transaction.atomic():
        stored = lock_purchase(placed.purchase_id)
        assert stored is not None
        rows = lock_orders(stored.order_ids)
    made = [
        Order(
            id=row.id, shop=model.shop_of[row.lines[0].sku_id], seller=row.seller_id, delivery=_part(row.delivery),
            lines=[
                Line(line.id, line.sku_id, model.shelf(line.sku_id, sale.priced), line.units, _part(line.layers),
                     line.status)
                for line in row.lines
            ],
        )
        for row in rows
    ]  # fmt: skip
    return Purchase(
        placed.purchase_id, sale.request.customer_id, stored.payment_method, placed.total_minor, stored.status,
        model.now + PAY_WITHIN, made, list(sale.priced.vouchers),
    )  # fmt: skip


def _part(layers: Any) -> Part:
    return Part(layers.amount_minor, layers.subsidy_minor, layers.coins_minor)


def pay(purchase: Purchase, *, more_minor: int = 0) -> None:
    """The bank says what it received for the purchase."""
    payment = payment_queries.of_purchase(purchase.id)
    assert payment is not None
    payments.record_charge(
        payment_id=payment.id,
        charge=Charge(
            charge_id=f"c{payment.id}", reference=payment.reference, state="paid", currency=payment.currency,
            amount_minor=payment.amount_minor, received_minor=payment.amount_minor + more_minor, qr="", pay_url="",
            mode="sandbox",
        ),
    )  # fmt: skip


def refund(order: Order, key: UUID | None, amount_minor: int, units: int) -> tuple[str, Part | None]:
    """Why it is refused; or what went back, by layers. Asked for twice, as an impatient operator does."""
    refund_id = ids.uuid7()

    def ask() -> None:
        aftersales.refund(
            refund_id=refund_id, order_id=order.id, reason="scratched", actor="person:1",
            lines={key: aftersales.Part(amount_minor, units)} if key else {},
            shipping_minor=0 if key else amount_minor,
        )  # fmt: skip

    if refused := refusal_of(ask):
        return refused, None
    ask()
    [back] = [each for each in escrow.refunds_of(order.id) if each.id == refund_id]
    return "", Part(back.amount_minor, back.subsidy_minor, back.coins_minor)


def set_open(seller_id: int, is_open: bool) -> None:
    sellers.update_shop(
        seller_id=seller_id, actor=f"seller:{seller_id}", name="Toko Mesin", tagline="", description="",
        dispatch_days=1, paused=not is_open,
    )  # fmt: skip
