"""Who is served: a pure decision over a batch of requests and what was read under their locks.

Requests are taken in the order given. What one takes (units, money) the next no longer finds; one that is refused takes
nothing. Every condition that the database would check is checked here, so that it never refuses a batch.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from pasar import countries
from pasar.countries import Country
from pasar.countries.formats import address_lines
from pasar.kernel import ids
from pasar.kernel.records import dataclass
from pasar.market.campaigns import rules as campaigns
from pasar.market.campaigns.rules import Price, Used
from pasar.market.checkout import rules
from pasar.market.checkout.rules import Difference, Goods, Offers, Quote, Shop, Wanted, Wishes
from pasar.market.fulfilment.rules import Tariff
from pasar.market.identity.batch import Session, Standing
from pasar.market.orders import deadlines
from pasar.market.orders import rules as order_rules
from pasar.market.orders.batch import NewDiscount, NewLine, NewOrder, NewPurchase
from pasar.market.promotions.batch import Lot, Shopper
from pasar.market.promotions.shapes import AUTOMATIC, Buyer, Cut, Promotion, Stacking

MOST_KEY = 64
MOST_NOTE = 500
MOST_VOUCHERS = 100
MOST_CODE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRequest:
    """What a customer asks to buy, and what they saw when they asked. No amount in it is ever charged."""

    country: str
    customer_id: int
    key: str
    """The request's own name, 1 to 64 characters: the same key has one effect and one answer."""
    lines: tuple[Wanted, ...]
    address_id: int
    method: str
    delivery: Mapping[int, tuple[str, str]]
    """Carrier and service per shop. Every shop of the lines has an entry."""
    seen_total_minor: int
    seen_prices: Mapping[int, int] = field(default_factory=dict)
    """Unit price per SKU as it was shown."""
    seen_shipping: Mapping[int, int] = field(default_factory=dict)
    """Delivery price per shop as it was shown."""
    from_basket: bool = True
    """The lines are in the customer's basket, and leave it; False: "buy now"."""
    wishes: Wishes = Wishes()
    """The vouchers that were seen to apply, by id, with the codes typed for them; whether coins are spent."""
    note: str = ""
    language: str = "en"
    session: Session | None = None
    """The session that asks, looked at with the customer's standing; None when the caller knows who asks. No part of
    the content: a repeat may come from another session."""

    def body_hash(self) -> bytes:
        """SHA-256 of everything but the key: what a repeat of the key must repeat."""
        # Spelt out: `dataclasses.asdict` takes longer than the quote.
        body = (
            self.country, self.customer_id, self.lines, self.address_id, self.method, sorted(self.delivery.items()),
            self.seen_total_minor, sorted(self.seen_prices.items()), sorted(self.seen_shipping.items()),
            self.from_basket, self.wishes.codes, sorted(self.wishes.chosen or ()), self.wishes.spend_coins, self.note,
            self.language,
        )  # fmt: skip
        return hashlib.sha256(orjson.dumps(body)).digest()


@dataclass(frozen=True, slots=True)
class Placed:
    """The purchase stands. `pays` says what comes next: nothing (paid), a code to scan, or cash at the door."""

    purchase_id: UUID
    number: str
    payment_id: UUID | None
    pays: Literal["paid", "scan", "cash"]
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was bought or charged. `code` is stable:

    invalid         the request itself makes no sense (data: field)
    key_reused      the key was used for another request
    not_allowed     the customer may not buy (blocked, signed out, of another country)
    address         the address is not (any more) the customer's
    basket_changed  the basket has other units than the request (data: sku_ids)
    problems        something cannot be had: `quote.problems` says what
    changed         prices or delivery are not as seen: `differences` says what
    funds           the wallet has too little (data: missing_minor)
    failed          something of ours went wrong; the others of the batch were served without it
    """

    code: str
    quote: Quote | None = None
    differences: tuple[Difference, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


Outcome = Placed | Refused


@dataclass(frozen=True, slots=True)
class Attempt:
    body_hash: bytes
    outcome: Placed


@dataclass(frozen=True, slots=True)
class Fees:
    """What the platform keeps of a line, by the rule that says so."""

    commission_bps: int
    payment_fee_bps: int
    rule_id: int | None


@dataclass(frozen=True, slots=True)
class State:
    """All that was read for a batch, under its locks."""

    at: datetime
    standings: Mapping[int, Standing]
    wallets: Mapping[int, int]
    """Money free to spend per customer, of those who pay from it."""
    attempts: Mapping[tuple[int, str], Attempt]
    addresses: Mapping[tuple[int, int], Mapping[str, Any]]
    """By customer and address id; with `zone`."""
    baskets: Mapping[tuple[int, int], int]
    """Units by customer and SKU."""
    goods: Mapping[int, Goods]
    """By SKU, with the units free and the cost under the level's lock."""
    shops: Mapping[int, Shop]
    tariffs: Mapping[str, Tariff]
    """By country."""
    fees: Callable[[str, str, str], Fees]
    """By country, seller's class and category path."""
    provider_methods: frozenset[str]
    """Payment methods at which the purchase waits for a provider's word."""
    promotions: Mapping[int, Promotion] = field(default_factory=dict)
    """Those asked for and the automatic ones of the goods, with what is left of them under their locks."""
    shoppers: Mapping[int, Shopper] = field(default_factory=dict)
    """By customer."""
    lots: Mapping[int, Sequence[Lot]] = field(default_factory=dict)
    """Coins by customer, of those who spend some."""
    prices: Mapping[int, Sequence[Price]] = field(default_factory=dict)
    """Campaign and flash prices by SKU, with what is left of quotas under their locks."""
    flash_uses: Mapping[tuple[int, int], Used] = field(default_factory=dict)
    """By flash item and customer."""
    stacking: Mapping[str, Stacking] = field(default_factory=dict)
    """By country."""


@dataclass(frozen=True, slots=True)
class Sale:
    """A request that is served, and the purchase it leads to."""

    request: PlaceRequest
    quote: Quote
    purchase: NewPurchase
    payment_id: UUID
    outcome: Placed
    body_hash: bytes


@dataclass(frozen=True, slots=True)
class Decision:
    """One outcome per request, in their order, and the sales among them."""

    outcomes: tuple[Outcome, ...]
    sales: tuple[Sale, ...]
    ran_out: tuple[Goods, ...]
    """Goods whose last free unit went."""


def decide(requests: Sequence[PlaceRequest], state: State) -> Decision:
    """Serve requests in their order from what was read; the ids of everything written are made here."""
    book = _Book(state)
    outcomes = tuple(book.answer(request) for request in requests)
    return Decision(outcomes, tuple(book.sales), tuple(book.ran_out()))


class _Book:
    """What is left while the batch is gone through."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.goods = dict(state.goods)
        self.wallets = dict(state.wallets)
        self.baskets = dict(state.baskets)
        self.answered = dict(state.attempts)
        self.promotions = dict(state.promotions)
        self.uses: Counter[tuple[str, int]] = Counter()
        """Of the batch, by person and promotion: a person may have several accounts."""
        self.coins: Counter[int] = Counter()
        self.bought: set[str] = set()
        self.prices = dict(state.prices)
        self.flash_uses = dict(state.flash_uses)
        self.sales: list[Sale] = []

    def answer(self, request: PlaceRequest) -> Outcome:
        if bad := malformed(request):
            return Refused("invalid", data={"field": bad})
        standing = self.state.standings.get(request.customer_id)
        if request.session and not (standing and standing.admits(request.session)):
            # Before anything is said of an earlier purchase: who asks may be somebody else.
            return Refused("not_allowed")
        body_hash = request.body_hash()
        if before := self.answered.get((request.customer_id, request.key)):
            return before.outcome if before.body_hash == body_hash else Refused("key_reused")
        refusal, quote, address = self._refusal(request)
        if refusal:
            return refusal
        assert quote is not None
        sale = plan(request, quote, address, self.state, body_hash)
        self._take(sale)
        return sale.outcome

    def _refusal(self, request: PlaceRequest) -> tuple[Refused | None, Quote | None, Mapping[str, Any]]:
        """Why the request cannot be served, checked in the order of `Refused`; else its quote and address."""
        standing = self.state.standings.get(request.customer_id)
        if standing is None or not standing.may_buy or standing.country != request.country:
            return Refused("not_allowed"), None, {}
        address = self.state.addresses.get((request.customer_id, request.address_id))
        if address is None:
            return Refused("address"), None, {}
        if request.from_basket:
            other = [
                line.sku_id
                for line in request.lines
                if self.baskets.get((request.customer_id, line.sku_id)) != line.units
            ]
            if other:
                return Refused("basket_changed", data={"sku_ids": other}), None, {}
        quote = self._quote(request, standing, address)
        if quote.problems:
            return Refused("problems", quote), None, {}
        seen = rules.differences(
            quote,
            seen_total_minor=request.seen_total_minor,
            seen_prices=request.seen_prices,
            seen_shipping=request.seen_shipping,
        )
        if seen:
            return Refused("changed", quote, seen), None, {}
        missing = quote.total_minor - self.wallets.get(request.customer_id, 0)
        if request.method == rules.WALLET and missing > 0:
            return Refused("funds", quote, data={"missing_minor": missing}), None, {}
        return None, quote, address

    def _quote(self, request: PlaceRequest, standing: Standing, address: Mapping[str, Any]) -> Quote:
        country = countries.get(request.country)
        return rules.quote(
            rules.QuoteInput(
                country=country,
                at=self.state.at.astimezone(ZoneInfo(country.time_zone)),
                wanted=request.lines,
                goods=self.goods,
                shops=self.state.shops,
                to_zone=address["zone"],
                tariff=self.state.tariffs[request.country],
                delivery=request.delivery,
                method=request.method,
                cash_off_until=standing.cash_off_until,
                prices=self.prices,
                flash_uses={
                    item: used
                    for (item, customer), used in self.flash_uses.items()
                    if customer == request.customer_id
                },
                offers=self._offers(request),
                wishes=request.wishes,
            )
        )

    def _offers(self, request: PlaceRequest) -> Offers:
        """What may apply to the request, less what those before it in the batch have taken."""
        chosen = request.wishes.chosen or frozenset()
        promotions = tuple(
            each for each in self.promotions.values() if each.id in chosen or _for_anybody(each, request)
        )
        if not promotions and not request.wishes.spend_coins:
            return _NO_OFFERS
        return Offers(
            promotions, self.state.stacking.get(request.country, Stacking()), self._buyer(request.customer_id)
        )

    def _buyer(self, customer_id: int) -> Buyer:
        shopper = self.state.shoppers.get(customer_id)
        if shopper is None:
            return Buyer()
        buyer, person = shopper.buyer(self.state.lots.get(customer_id, ())), shopper.person_key
        uses = Counter(buyer.uses)
        uses.update({promotion: n for (key, promotion), n in self.uses.items() if key == person})
        return replace(
            buyer,
            is_new=buyer.is_new and person not in self.bought,
            uses=uses,
            coins_minor=buyer.coins_minor - self.coins[customer_id],
        )

    def _take(self, sale: Sale) -> None:
        """What the sale takes is gone for those after it."""
        request = sale.request
        self.sales.append(sale)
        self.answered[request.customer_id, request.key] = Attempt(sale.body_hash, sale.outcome)
        for line in sale.quote.lines:
            goods, price = self.goods[line.goods.sku_id], line.price.price
            if price is None or price.shelf_id is None:
                self.goods[goods.sku_id] = replace(goods, free=goods.free - line.units)
            if request.from_basket:
                self.baskets.pop((request.customer_id, goods.sku_id), None)
        # Who never had money in a wallet has none, and may still buy what costs nothing.
        if request.method == rules.WALLET and sale.purchase.total_minor:
            self.wallets[request.customer_id] -= sale.purchase.total_minor
        self._take_promotions(request.customer_id, sale.quote)

    def _take_promotions(self, customer_id: int, quote: Quote) -> None:
        """Quotas, budgets, the person's uses, coins, and units at a flash price; who bought is new no longer."""
        shopper = self.state.shoppers.get(customer_id)
        person = shopper.person_key if shopper else ""
        self.bought.add(person)
        self.coins[customer_id] += quote.coins_minor
        for used in quote.applied.used:
            self.uses[person, used.promotion_id] += 1
            self.promotions[used.promotion_id] = _less(self.promotions[used.promotion_id], used.amount_minor)
        for line in quote.lines:
            price, sku = line.price.price, line.goods.sku_id
            if price is None or price.source != campaigns.FLASH:
                continue
            key = price.source_id, customer_id
            left, self.flash_uses[key] = campaigns.after_taking(
                price, line.units, self.flash_uses.get(key, campaigns.NOTHING)
            )
            self.prices[sku] = tuple(left if each == price else each for each in self.prices[sku])

    def ran_out(self) -> list[Goods]:
        return [
            goods
            for sku, goods in sorted(self.goods.items())
            if goods.free == 0 and self.state.goods[sku].free > 0
        ]


_NO_OFFERS = Offers()


def _for_anybody(promotion: Promotion, request: PlaceRequest) -> bool:
    """Whether it applies unasked. One that each person has only so often must be named, for their uses to be read."""
    return (
        promotion.class_key == AUTOMATIC
        and promotion.per_customer is None
        and (promotion.shop_id is None or promotion.shop_id in request.delivery)
    )


def _less(promotion: Promotion, amount_minor: int) -> Promotion:
    """The promotion with one use of that amount fewer left."""
    quota, budget = promotion.quota_left, promotion.budget_left_minor
    return replace(
        promotion,
        quota_left=None if quota is None else quota - 1,
        budget_left_minor=None if budget is None else budget - amount_minor,
    )


def malformed(request: PlaceRequest) -> str:
    """The first field of a request that cannot be right; empty when all can."""
    skus = [line.sku_id for line in request.lines]
    checks = {
        "country": request.country in countries.all_countries(),
        "key": 0 < len(request.key) <= MOST_KEY and request.key.isascii() and request.key.isprintable(),
        "lines": 0 < len(skus) <= rules.MOST_LINES
        and len(set(skus)) == len(skus)
        and all(type(line.units) is int and 1 <= line.units <= rules.MOST_UNITS for line in request.lines)
        and all(0 < sku < 2**63 for sku in skus),
        "address_id": 0 < request.address_id < 2**63,
        "method": bool(request.method),
        "note": len(request.note) <= MOST_NOTE and "\0" not in request.note,
        "seen_total_minor": type(request.seen_total_minor) is int and 0 <= request.seen_total_minor < 2**63,
        "delivery": len(request.delivery) <= rules.MOST_LINES
        and all(0 < shop < 2**63 for shop in request.delivery),
        "vouchers": request.wishes.chosen is not None
        and len(request.wishes.chosen) <= MOST_VOUCHERS
        and all(0 < each < 2**63 for each in request.wishes.chosen)
        and len(request.wishes.codes) <= MOST_VOUCHERS
        and all(0 < len(code) <= MOST_CODE and "\0" not in code for code in request.wishes.codes),
    }
    return next((name for name, fine in checks.items() if not fine), "")


def plan(
    request: PlaceRequest, quote: Quote, address: Mapping[str, Any], state: State, body_hash: bytes
) -> Sale:
    """The purchase of a quote without problems: rows with their ids and numbers, nothing written yet."""
    country = countries.get(request.country)
    # Where vouchers and coins pay for everything, there is nothing to wait for or to collect: it is paid as from the
    # wallet, whatever was chosen, so that no carrier's visit brings it in once more.
    waits = request.method in state.provider_methods and quote.total_minor > 0
    cash = request.method == rules.CASH and quote.total_minor > 0
    paid = not waits and not cash
    order_status = order_rules.AWAITING_PAYMENT if waits else order_rules.TO_SHIP
    purchase_id = ids.uuid7()
    local = state.at.astimezone(ZoneInfo(country.time_zone))
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
        placed_at=state.at,
        pay_by=pay_by(country, request.method, state.at) if waits else None,
        paid_at=state.at if paid else None,
        orders=tuple(_order(parcel, country, order_status, local, state) for parcel in quote.parcels),
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
    parcel: rules.QuotedParcel, country: Country, status: str, local: datetime, state: State
) -> NewOrder:
    chosen, shop = parcel.chosen, parcel.shop
    assert chosen is not None
    order_id = ids.uuid7()
    due = deadlines.due(country, status, state.at, promise_to=chosen.promise_to)
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
            _line(line, state.fees(country.key, shop.class_key, line.goods.category_path))
            for line in parcel.lines
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
