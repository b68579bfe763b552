"""The purchase that a quote leads to: its rows with their ids and numbers, before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pasar import countries
from pasar.countries import Country
from pasar.countries.formats import address_lines
from pasar.kernel import ids
from pasar.kernel.records import dataclass
from pasar.market.checkout import rules
from pasar.market.checkout.requests import Placed, PlaceRequest
from pasar.market.checkout.rules import Quote
from pasar.market.orders import deadlines
from pasar.market.orders import rules as order_rules
from pasar.market.orders.batch import NewDiscount, NewLine, NewOrder, NewPurchase
from pasar.market.promotions.shapes import Cut


@dataclass(frozen=True, slots=True)
class Fees:
    """What the platform keeps of a line, by the rule that says so."""

    commission_bps: int
    payment_fee_bps: int
    rule_id: int | None


FeesOf = Callable[[str, str, str], Fees]
"""By country, seller's class and category path."""


@dataclass(frozen=True, slots=True)
class Sale:
    """A request that is served, and the purchase it leads to."""

    request: PlaceRequest
    quote: Quote
    purchase: NewPurchase
    payment_id: UUID
    outcome: Placed
    body_hash: bytes


def plan(
    request: PlaceRequest,
    quote: Quote,
    address: Mapping[str, Any],
    body_hash: bytes,
    *,
    at: datetime,
    fees: FeesOf,
    provider_methods: frozenset[str],
) -> Sale:
    """The purchase of a quote without problems: rows with their ids and numbers, nothing written yet.

    provider_methods: those at which the purchase waits for a provider's word.
    """
    country = countries.get(request.country)
    # Where vouchers and coins pay for everything, there is nothing to wait for or to collect: it is paid as from the
    # wallet, whatever was chosen, so that no carrier's visit brings it in once more.
    waits = request.method in provider_methods and quote.total_minor > 0
    cash = request.method == rules.CASH and quote.total_minor > 0
    paid = not waits and not cash
    order_status = order_rules.AWAITING_PAYMENT if waits else order_rules.TO_SHIP
    purchase_id = ids.uuid7()
    local = at.astimezone(ZoneInfo(country.time_zone))
    purchase = NewPurchase(
        id=purchase_id,
        country=country.key,
        number=ids.short_number(country.key, local, purchase_id, prefix="P"),
        customer_id=request.customer_id,
        currency=quote.currency,
        goods_minor=quote.goods_minor,
        shipping_minor=quote.shipping_minor,
        rounding_minor=quote.rounding_minor,
        discount_minor=quote.discount_minor,
        coins_minor=quote.coins_minor,
        total_minor=quote.total_minor,
        payment_method=request.method if quote.total_minor else rules.WALLET,
        status="awaiting_payment" if waits else "to_collect" if cash else "paid",
        order_status=order_status,
        address={
            **address,
            "lines": address_lines(
                country, {**address, "area": address["area_text"], "recipient": "", "phone": ""}
            ),
        },
        note=request.note.strip(),
        language=request.language,
        placed_at=at,
        pay_by=pay_by(country, request.method, at) if waits else None,
        paid_at=at if paid else None,
        orders=tuple(_order(parcel, country, order_status, local, at, fees) for parcel in quote.parcels),
    )
    payment_id = ids.uuid7()
    outcome = Placed(
        purchase_id=purchase_id,
        number=purchase.number,
        payment_id=payment_id if waits else None,
        pays="scan" if waits else "cash" if cash else "paid",
        total_minor=quote.total_minor,
        currency=quote.currency,
    )
    return Sale(request, quote, purchase, payment_id, outcome, body_hash)


def pay_by(country: Country, method: str, at: datetime) -> datetime:
    """Until when a purchase waits for a payment of this method."""
    minutes = country.clocks.pay_by_minutes
    return at + timedelta(minutes=minutes.get(method, min(minutes.values())))


def _order(
    parcel: rules.QuotedParcel, country: Country, status: str, local: datetime, at: datetime, fees: FeesOf
) -> NewOrder:
    chosen, shop = parcel.chosen, parcel.shop
    assert chosen is not None
    order_id = ids.uuid7()
    due = deadlines.due(country, status, at, promise_to=chosen.promise_to)
    return NewOrder(
        id=order_id,
        number=ids.short_number(country.key, local, order_id),
        seller_id=shop.seller_id,
        seller_class=shop.class_key,
        shop_id=shop.id,
        shop_name=shop.name,
        warehouse_id=shop.warehouse_id,
        goods_minor=parcel.goods_minor,
        shipping_minor=parcel.shipping_minor,
        rounding_minor=parcel.rounding_minor,
        total_minor=parcel.total_minor,
        tax_minor=parcel.tax_minor,
        shipping_tax_minor=parcel.shipping_tax_minor,
        seller_discount_minor=parcel.seller_discount_minor,
        platform_discount_minor=parcel.platform_discount_minor,
        coins_minor=parcel.coins_minor,
        shipping_seller_discount_minor=parcel.shipping_seller_discount_minor,
        shipping_platform_discount_minor=parcel.shipping_platform_discount_minor,
        shipping_discounts=_discounts(parcel.shipping_cuts),
        carrier_key=chosen.carrier_key,
        service_key=chosen.service_key,
        rate_card_id=chosen.card_id,
        promise_from=chosen.promise_from,
        promise_to=chosen.promise_to,
        deadline_at=due.at,
        deadline_action=due.action,
        lines=tuple(
            _line(line, fees(country.key, shop.class_key, line.goods.category_path)) for line in parcel.lines
        ),
    )


def _line(line: rules.QuotedLine, fees: Fees) -> NewLine:
    goods = line.goods
    return NewLine(
        id=ids.uuid7(),
        sku_id=goods.sku_id,
        listing_id=goods.listing_id,
        seller_sku=goods.seller_sku[:100],
        title=goods.title[:300],
        options_text=goods.options_text[:300],
        picture=goods.picture,
        unit_minor=line.unit_minor,
        units=line.units,
        goods_minor=line.goods_minor,
        tax_bps=line.tax_bps,
        tax_minor=line.tax_minor,
        weight_g=goods.load.weight_g,
        category_path=goods.category_path,
        commission_bps=fees.commission_bps,
        payment_fee_bps=fees.payment_fee_bps,
        fee_rule_id=fees.rule_id,
        cost_minor=goods.cost_minor,
        seller_discount_minor=line.seller_discount_minor,
        platform_discount_minor=line.platform_discount_minor,
        coins_minor=line.coins_minor,
        discounts=_discounts(line.cuts),
        price_source=line.price.price.source if line.price.price else "",
        price_source_id=line.price.price.source_id if line.price.price else None,
    )


def _discounts(cuts: Sequence[Cut]) -> tuple[NewDiscount, ...]:
    return tuple(
        NewDiscount(
            cut.promotion_id, cut.version, cut.kind, cut.class_key, cut.name, cut.seller_minor,
            cut.platform_minor, cut.units,
        )
        for cut in cuts
    )  # fmt: skip
