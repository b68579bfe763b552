"""Who is served: a pure decision over a batch of requests and what was read under their locks.

Requests are taken in the order given. What one takes (units, money) the next no longer finds; one that is refused takes
nothing. Every condition that the database would check is checked here, so that it never refuses a batch.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pasar import countries
from pasar.kernel.records import dataclass, replace
from pasar.market.campaigns import rules as campaigns
from pasar.market.campaigns.rules import Price, Used
from pasar.market.checkout import rules
from pasar.market.checkout.planning import FeesOf, Sale, plan
from pasar.market.checkout.requests import Attempt, Outcome, PlaceRequest, Refused, malformed
from pasar.market.checkout.rules import Goods, Offers, Quote, Shop
from pasar.market.fulfilment.rules import Tariff
from pasar.market.identity.batch import Standing
from pasar.market.promotions.batch import Lot, Shopper
from pasar.market.promotions.shapes import AUTOMATIC, Buyer, Promotion, Stacking


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
    fees: FeesOf
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
        sale = plan(
            request, quote, address, body_hash, at=self.state.at, fees=self.state.fees,
            provider_methods=self.state.provider_methods,
        )  # fmt: skip
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
