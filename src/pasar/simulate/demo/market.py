"""A demo venture as its traders see it: who buys, what is on offer where, and the verbs in their hands.

Each verb is the market's own, done at a moment of the venture's past (`clock.frozen`). Whatever one purchase went
through is one transaction, so that the market's sweepers never see an order of the past half way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from pasar import countries
from pasar.finance.payments import operations as payments
from pasar.finance.payments import queries as payment_queries
from pasar.finance.payments.providers import Charge
from pasar.kernel import clock
from pasar.market.catalogue import queries as catalogue
from pasar.market.checkout import operations as checkout
from pasar.market.checkout.requests import Placed, PlaceRequest
from pasar.market.checkout.rules import Wanted
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.fulfilment import queries as parcel_queries
from pasar.market.fulfilment.carriers import Booked, Remitted, RemittedParcel, Reported, carriers
from pasar.market.fulfilment.queries import ParcelView
from pasar.market.identity import queries as identity
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_queries
from pasar.market.orders.queries import OrderCard
from pasar.market.sellers import queries as sellers
from pasar.simulate.demo import goods, shops, words
from pasar.simulate.demo.prices import charming
from pasar.simulate.demo.words import MAIN

BESTSELLERS = 160
"""Listings that most of the demo's orders are about, so that pages people open have reviews."""
EVERYDAY_USD = 60
WAY = (("picked_up", 4), ("in_transit", 12), ("at_hub", 26), ("out_for_delivery", 40))
"""What a carrier says of a parcel, and hours after the hand-over."""
AT_THE_SELLERS = ("picked_up", "in_transit", "returned")
"""What is said of it where it leaves from; the rest is said where it goes to."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A listing of the plan in the database."""

    shop: int
    codes: tuple[str, ...]
    created_at: datetime
    popularity: int
    dearest_minor: int


@dataclass(slots=True)
class Market:
    country: str
    at: datetime
    """The moment its shelves were filled: what the plan counts from."""
    known: dict[str, Any]
    offered: list[Offered] = field(default_factory=list)
    """The best-selling first."""
    shelf_cost_minor: int = 0
    """What the units on the own shelf cost when they were bought."""

    def seller_of(self, shop: int) -> int:
        found: int = self.known["shops"][str(shop)][0]
        return found

    def sku_ids(self, offer: Offered) -> list[int]:
        shop_id = self.known["shops"][str(offer.shop)][1]
        found = catalogue.sku_ids_by_code(shop_id, offer.codes)
        return [found[code] for code in offer.codes if code in found]


def market(country: str, known: dict[str, Any]) -> Market:
    """The venture that `shelves.fill` told of."""
    at = datetime.fromisoformat(known["at"])
    plans = shops.plan(country, known["size"])
    offered, cost = [], 0
    for each in goods.plan(country, plans, at, known["size"]):
        cost += sum(cost * units for cost, units in zip(each.costs, each.units, strict=True))
        told = each.listing
        if codes := _plenty(each):
            dearest = max(sku.price_minor for sku in told.skus)
            offered.append(Offered(each.shop.number, codes, told.created_at or at, told.popularity, dearest))
    offered.sort(key=lambda each: (-each.popularity, each.codes))
    return Market(country, at, known, offered, cost)


def _plenty(plan: goods.GoodsPlan) -> tuple[str, ...]:
    """Codes of SKUs that began with enough units for a few orders."""
    return tuple(
        sku.seller_sku for sku, units in zip(plan.listing.skus, plan.units, strict=True) if units > 4
    )


def choose(
    there: Market, random: Random, when: datetime, *, lines: int, shop: int | None = None
) -> list[Wanted]:
    """Units of goods of everyday prices that were on offer by then."""
    most = charming(there.country, EVERYDAY_USD * words.venture(there.country)["fx"])
    fitting = [
        each
        for each in there.offered
        if each.created_at < when - timedelta(hours=1)
        and each.dearest_minor <= most
        and (shop is None or each.shop == shop)
    ][:BESTSELLERS]
    chosen = random.sample(fitting, min(lines, len(fitting)))
    skus = [random.choice(found) for each in chosen if (found := there.sku_ids(each))]
    return [Wanted(sku, random.choice((1, 1, 1, 2))) for sku in skus]


def buy(
    there: Market, customer_id: int, wanted: Sequence[Wanted], method: str, when: datetime, key: str
) -> Placed | None:
    """A purchase, as the checkout page makes it; None when something stands in its way."""
    address = identity.default_address(customer_id)
    assert address is not None
    with clock.frozen(when):
        seen = checkout.quote(
            country=there.country, lines=wanted, customer_id=customer_id, address_id=address.id, method=method
        )
        if seen.problems:
            return None
        outcome = checkout.place_one(
            PlaceRequest(
                country=there.country,
                customer_id=customer_id,
                key=key,
                lines=tuple(wanted),
                address_id=address.id,
                method=method,
                delivery=seen.delivery,
                seen_total_minor=seen.total_minor,
                seen_prices={line.goods.sku_id: line.unit_minor for line in seen.lines},
                seen_shipping={parcel.shop.id: parcel.shipping_minor for parcel in seen.parcels},
                from_basket=False,
                language=MAIN[there.country],
            )
        )
    return outcome if isinstance(outcome, Placed) else None


def orders_of(customer_id: int, placed: Placed) -> tuple[OrderCard, ...]:
    return order_queries.purchase_page(customer_id, placed.purchase_id).orders


def top_up(there: Market, customer_id: int, amount_minor: int, when: datetime) -> None:
    """Money into a wallet, by a charge that was paid at once."""
    with clock.frozen(when):
        payment_id = payments.begin_top_up(
            country=there.country,
            customer_id=customer_id,
            amount_minor=amount_minor,
            language=MAIN[there.country],
        )
        asked = payment_queries.payment(payment_id)
        assert asked is not None
        payments.record_charge(
            payment_id=payment_id,
            charge=Charge(
                charge_id=f"demo-{payment_id}", reference=asked.reference, state="paid", currency=asked.currency,
                amount_minor=amount_minor, received_minor=amount_minor, qr="", pay_url="", mode="sandbox",
            ),
        )  # fmt: skip


def send(there: Market, order: OrderCard, when: datetime) -> UUID:
    """The seller packs, the carrier gives a number, the parcel leaves."""
    actor = f"seller:{order.seller_id}"
    page = order_queries.facts(order.id)
    with clock.frozen(when):
        if carriers()[page.carrier_key].book is None:
            return fulfilment.type_number(
                order_id=order.id, carrier_name=_courier(there), number=f"KR{order.number[-6:]}", actor=actor
            )
        parcel_id = fulfilment.pack(order_id=order.id, actor=actor)
        number = f"PX{there.country.upper()}{order.id.hex[-10:].upper()}"
        fulfilment.note_booked(parcel_id=parcel_id, booked=Booked(number, order.id.hex[-3:].upper()))
        fulfilment.hand_over(parcel_id=parcel_id, actor=actor)
        fulfilment.note_collected(parcel_id=parcel_id)
    return parcel_id


def _courier(there: Market) -> str:
    return f"Kurir {words.venture(there.country)['towns'][0]['town']}"


def carry(
    there: Market, order: OrderCard, parcel_id: UUID, left: datetime, *, ends: str, hours: int
) -> datetime:
    """What the carrier says of the parcel on its way, until it ends so; return when that was."""
    ended = left + timedelta(hours=hours)
    if not _tracked(order):
        with clock.frozen(ended):
            if ends == "delivered":
                orders.deliver(order_id=order.id, actor=f"seller:{order.seller_id}", reason="handed over")
            else:
                orders.fail_delivery(
                    order_id=order.id, actor=f"seller:{order.seller_id}", reason="nobody there"
                )
        return ended
    said = [(state, left + timedelta(hours=min(after, hours - 2))) for state, after in WAY]
    _tell(there, order, parcel_id, [*said, (ends, ended)])
    return ended


def hand_cash_on(there: Market, order: OrderCard, parcel_id: UUID, when: datetime) -> None:
    """The carrier hands on what it collected at the door, less its fee."""
    parcel = _parcel(order, parcel_id)
    if not parcel.collected_minor:
        return
    step = countries.get(there.country).price_step_minor
    with clock.frozen(when):
        fulfilment.take_remittance(
            carrier_key=parcel.carrier_key,
            remitted=Remitted(
                reference=f"demo-{order.number}", country=there.country, currency=order.currency,
                amount_minor=parcel.collected_minor, fee_minor=parcel.collected_minor // 100 // step * step, at=when,
                parcels=(RemittedParcel(parcel.tracking_number, parcel.collected_minor),),
            ),
        )  # fmt: skip


def on_its_way(there: Market, order: OrderCard, parcel_id: UUID, left: datetime, now: datetime) -> None:
    """What the carrier said of a parcel until now."""
    if _tracked(order):
        said = [(state, left + timedelta(hours=after)) for state, after in WAY[:3]]
        _tell(there, order, parcel_id, [(state, at) for state, at in said if at < now])


def bring_back(there: Market, order: OrderCard, parcel_id: UUID, failed: datetime) -> None:
    """A parcel that could not be handed over goes back to its seller."""
    back = failed + timedelta(hours=50)
    if _tracked(order):
        _tell(
            there,
            order,
            parcel_id,
            [("return_started", failed + timedelta(hours=6)), ("returned", back)],
            first=9,
        )
    else:
        with clock.frozen(back):
            orders.back_at_seller(order_id=order.id, actor=f"seller:{order.seller_id}", reason="came back")


def _tracked(order: OrderCard) -> bool:
    return carriers()[order_queries.facts(order.id).carrier_key].book is not None


def _parcel(order: OrderCard, parcel_id: UUID) -> ParcelView:
    return next(each for each in parcel_queries.parcels(order.id) if each.id == parcel_id)


def _ends(there: Market, order: OrderCard) -> tuple[str, str]:
    """The towns a parcel leaves from and goes to."""
    shop = sellers.shops([order.shop_id])[order.shop_id]
    towns = words.venture(there.country)["towns"]
    area = order_queries.facts(order.id).address.get("area_code")
    return shop.place, next((town["town"] for town in towns if town["area"] == area), towns[0]["town"])


def _tell(
    there: Market, order: OrderCard, parcel_id: UUID, said: Sequence[tuple[str, datetime]], *, first: int = 0
) -> None:  # fmt: skip
    """The carrier's scans, each as it came in. Cash is collected with the delivery."""
    parcel = _parcel(order, parcel_id)
    leaves, arrives = _ends(there, order)
    for number, (state, at) in enumerate(said, first):
        cash = parcel.cod_minor if state == "delivered" and parcel.cod_minor else None
        with clock.frozen(at):
            fulfilment.report(
                parcel_id=parcel_id,
                reported=Reported(
                    event_id=f"demo-{parcel_id}-{number}", tracking_number=parcel.tracking_number, code=state.upper(),
                    state=state, text="", place=leaves if state in AT_THE_SELLERS else arrives, at=at,
                    collected_minor=cash, currency=order.currency if cash else None,
                ),
                received_at=at,
            )  # fmt: skip
