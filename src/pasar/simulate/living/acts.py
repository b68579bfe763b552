"""Single deeds of customers, sellers and operators, each through the market's own operations: for the simulator, the
demo world and tests. They act at `kernel.clock.now()`; who wants another time freezes the clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pasar import countries
from pasar.finance.payments import operations as payments
from pasar.finance.payments import queries as payment_queries
from pasar.finance.payments.providers import Charge
from pasar.kernel import clock, ids
from pasar.market.checkout import operations as checkout
from pasar.market.checkout.requests import Outcome, PlaceRequest
from pasar.market.checkout.rules import Quote, Wanted
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.fulfilment import queries as parcels
from pasar.market.fulfilment.carriers import Booked, Reported
from pasar.market.identity import queries as identity
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_queries
from pasar.market.reviews import operations as reviews
from pasar.market.reviews import queries as review_queries


@dataclass(frozen=True, slots=True)
class Cannot:
    """What was wanted cannot be bought, and why."""

    problems: tuple[str, ...]


def wish(
    country: str,
    customer_id: int,
    wanted: Mapping[int, int],
    *,
    method: str,
    service: str = "",
    language: str = "",
    note: str = "",
    from_basket: bool = False,
    key: str = "",
) -> PlaceRequest | Cannot:
    """What a customer sends from the checkout page: SKUs and units, with the totals and delivery they saw.

    service: such as `express`, where it is offered; else the cheapest way that takes the payment.
    """
    lines = tuple(Wanted(sku, units) for sku, units in wanted.items())
    seen = checkout.quote(country=country, customer_id=customer_id, lines=lines, method=method)
    delivery = _ways(seen, cash=method == "cod", service=service)
    seen = checkout.quote(
        country=country, customer_id=customer_id, lines=lines, method=method, delivery=delivery
    )
    address = identity.default_address(customer_id)
    if seen.problems or address is None:
        return Cannot(tuple(problem.code for problem in seen.problems) or ("address_missing",))
    return PlaceRequest(
        country=country, customer_id=customer_id, key=key or str(ids.uuid7()), lines=lines, address_id=address.id,
        method=method, delivery=delivery, seen_total_minor=seen.total_minor,
        seen_prices={line.goods.sku_id: line.unit_minor for line in seen.lines},
        seen_shipping={parcel.shop.id: parcel.shipping_minor for parcel in seen.parcels},
        from_basket=from_basket, note=note, language=language or countries.get(country).languages[0],
    )  # fmt: skip


def _ways(seen: Quote, *, cash: bool, service: str) -> dict[int, tuple[str, str]]:
    chosen = {}
    for parcel in seen.parcels:
        fitting = [way for way in parcel.options if way.takes_cash or not cash]
        tracked = [way for way in fitting if way.carrier_key != "own_courier"]
        quick = [way for way in tracked if way.service_key == service]
        if ways := quick or tracked or fitting:
            chosen[parcel.shop.id] = (ways[0].carrier_key, ways[0].service_key)
    return chosen


def buy(
    country: str, customer_id: int, wanted: Mapping[int, int], *, method: str, **more: Any
) -> Outcome | Cannot:
    """A customer buys; see `wish` for what else may be said."""
    request = wish(country, customer_id, wanted, method=method, **more)
    return request if isinstance(request, Cannot) else checkout.place_one(request)


def buy_together(requests: Sequence[PlaceRequest]) -> list[Outcome]:
    """Customers who press the button at the same moment."""
    return checkout.place(requests)


def pay(purchase_id: UUID) -> bool:
    """A purchase's payment is captured, without a bank to ask: for a world that is made before any bank runs.

    False when there is nothing to pay, or the purchase no longer waits.
    """
    payment = payment_queries.of_purchase(purchase_id)
    if payment is None or payment.state not in ("to_begin", "awaiting"):
        return False
    payments.record_charge(payment_id=payment.id, charge=_captured(payment))
    return orders.pay(purchase_id=purchase_id)


def top_up(country: str, customer_id: int, amount_minor: int) -> UUID:
    """Money in a wallet, captured at once: for a world that is made before any bank runs. The payment's id."""
    payment_id = payments.begin_top_up(country=country, customer_id=customer_id, amount_minor=amount_minor)
    payment = payment_queries.payment(payment_id)
    assert payment is not None
    payments.record_charge(payment_id=payment_id, charge=_captured(payment))
    return payment_id


def _captured(payment: payment_queries.PaymentView) -> Charge:
    return Charge(
        charge_id=f"made_{payment.id.hex}", reference=payment.reference, currency=payment.currency,
        amount_minor=payment.amount_minor, received_minor=payment.amount_minor, state="paid", mode="sandbox", qr="",
        pay_url="",
    )  # fmt: skip


def pack(order_id: UUID, seller_id: int) -> UUID:
    """The seller packs everything; the parcel's id."""
    return fulfilment.pack(order_id=order_id, actor=f"seller:{seller_id}")


def pack_and_ship(order_id: UUID, seller_id: int, *, number: str = "") -> UUID:
    """The seller packs and hands over at once; the carrier's number is made here where no carrier runs to give one.

    The parcel's id.
    """
    parcel_id = pack(order_id, seller_id)
    parcel = parcels.parcel(seller_id, parcel_id)
    if parcel.booking == "to_book":
        drawn = number or f"EP{parcel_id.int % 10**10:010d}{order_queries.facts(order_id).country.upper()}"
        fulfilment.note_booked(parcel_id=parcel_id, booked=Booked(drawn, f"{parcel_id.int % 900 + 100}"))
        hand_over(parcel_id, seller_id)
        # No carrier knows this number, so none is told to fetch it.
        fulfilment.note_collected(parcel_id=parcel_id)
        return parcel_id
    return hand_over(parcel_id, seller_id)


def hand_over(parcel_id: UUID, seller_id: int) -> UUID:
    """The driver takes the parcel."""
    return fulfilment.hand_over(parcel_id=parcel_id, actor=f"seller:{seller_id}")


SAID: Mapping[str, tuple[str, str]] = {
    "picked_up": ("PU10", "Picked up"),
    "at_hub": ("HB20", "Arrived at sorting centre"),
    "in_transit": ("TR30", "On its way"),
    "out_for_delivery": ("OD40", "Out for delivery"),
    "delivered": ("DL50", "Delivered"),
    "delivery_failed": ("DF51", "Nobody took it"),
    "return_started": ("RT60", "Going back to the seller"),
    "returned": ("RT69", "Back at the seller"),
}


def scan(parcel_id: UUID, seller_id: int, state: str, *, place: str = "") -> None:
    """The carrier scans a parcel now, as its notice would say."""
    parcel = parcels.parcel(seller_id, parcel_id)
    code, text = SAID[state]
    cash = parcel.cod_minor if state == "delivered" and parcel.cod_minor else None
    fulfilment.report(
        parcel_id=parcel_id,
        reported=Reported(
            event_id=str(ids.uuid7()), tracking_number=parcel.tracking_number, code=code, state=state, text=text,
            place=place, at=clock.now(), collected_minor=cash, currency=parcel.currency if cash else None,
        ),
        received_at=clock.now(),
    )  # fmt: skip


def deliver(order_id: UUID, seller_id: int, *, place: str = "") -> None:
    """Every parcel of the order reaches the door; cash is collected there."""
    for parcel in parcels.parcels(order_id):
        if parcel.handed_over_at and parcel.state != "delivered":
            if parcel.carrier_key == "own_courier":
                orders.deliver(order_id=order_id, actor=f"seller:{seller_id}")
            else:
                scan(parcel.id, seller_id, "delivered", place=place)


def bring_back(order_id: UUID, seller_id: int, *, place: str = "") -> None:
    """Nobody takes the parcels: the carrier brings them back to the seller."""
    for parcel in parcels.parcels(order_id):
        for state in ("delivery_failed", "return_started", "returned"):
            scan(parcel.id, seller_id, state, place=place)


def confirm(order_id: UUID, customer_id: int) -> None:
    """The customer has everything and is content."""
    orders.confirm(order_id=order_id, actor=f"customer:{customer_id}")


def cancel(order_id: UUID, actor: str, reason: str) -> None:
    """The customer, the seller or staff cancels what has not left."""
    orders.cancel(order_id=order_id, actor=actor, reason=reason)


def review(customer_id: int, order_id: UUID, rating: int, text: str = "") -> list[int]:
    """The customer reviews every line of an order that arrived; the reviews' ids."""
    return [
        reviews.write(customer_id=customer_id, line_id=line.id, rating=rating, text=text)
        for line in review_queries.to_review(customer_id, order_id)
    ]


def again(request: PlaceRequest) -> PlaceRequest:
    """The same wish under a key of its own: the customer starts over."""
    return replace(request, key=str(ids.uuid7()))
