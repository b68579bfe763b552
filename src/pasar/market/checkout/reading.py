"""What a batch of requests needs to know: the statements of the first round trip, and the state made of their rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pasar import countries
from pasar.finance.payments import methods as payments
from pasar.finance.wallet import batch as wallets
from pasar.kernel.batch import Statement
from pasar.kernel.ids import CustomerId
from pasar.market.basket import batch as baskets
from pasar.market.campaigns import batch as campaigns
from pasar.market.catalogue import batch as catalogue
from pasar.market.catalogue.queries import SkuFacts
from pasar.market.checkout import batch, rules
from pasar.market.checkout.deciding import State
from pasar.market.checkout.planning import Fees
from pasar.market.checkout.requests import PlaceRequest
from pasar.market.checkout.rules import Goods, Shop
from pasar.market.fulfilment import queries as fulfilment
from pasar.market.fulfilment.rules import Load, volume
from pasar.market.identity import batch as identity
from pasar.market.promotions import batch as promotions
from pasar.market.promotions.queries import stacking
from pasar.market.sellers import batch as selling
from pasar.market.sellers import queries as sellers
from pasar.market.stock import batch as stock

PARTS = 16
"""Statements of the first round trip."""


def statements(requests: Sequence[PlaceRequest], at: datetime) -> list[Statement]:
    """What to lock and read, in the order of locking: customers, wallets, coins, promotions, flash quotas, levels."""
    skus = {line.sku_id for request in requests for line in request.lines}
    customers = {request.customer_id for request in requests}
    shops = {shop for request in requests for shop in request.delivery}
    wanted = {each for request in requests for each in request.wishes.chosen or ()}
    return [
        identity.lock_standings(customers, {request.session.sid for request in requests if request.session}),
        wallets.lock(
            (request.country, countries.get(request.country).currency, CustomerId(request.customer_id))
            for request in requests
            if request.method == rules.WALLET
        ),
        promotions.lock_coins(
            (request.customer_id for request in requests if request.wishes.spend_coins), at
        ),
        promotions.lock_promotions(wanted),
        promotions.lock_automatic({request.country for request in requests}, shops, at),
        promotions.read_buyers(customers),
        promotions.read_uses(customers, wanted),
        campaigns.lock_quotas(skus, at),
        campaigns.read_uses(skus, customers, at),
        campaigns.read_prices(skus, at),
        stock.lock_levels(skus),
        batch.read_attempts((request.customer_id, request.key) for request in requests),
        identity.read_addresses((request.customer_id, request.address_id) for request in requests),
        baskets.read_lines(
            (request.customer_id, line.sku_id)
            for request in requests
            if request.from_basket
            for line in request.lines
        ),
        catalogue.read_goods(skus, at),
        selling.read_shops(shops),
    ]


def state(
    requests: Sequence[PlaceRequest], at: datetime, found: Sequence[Sequence[tuple[Any, ...]]]
) -> State:
    """The rows of `statements`, in their order, as the decision needs them."""
    (
        standings, purses, coins, named, automatic, persons, uses, quotas, flash_uses, prices, levels, attempts,
        addresses, basket_lines, goods, shops,
    ) = found  # fmt: skip
    in_stock = {
        (sku, warehouse): (on_hand - reserved, cost)
        for _country, sku, warehouse, _listing, on_hand, reserved, cost in levels
    }
    open_shops = {
        shop.id: Shop(
            shop.id, shop.seller_id, shop.name, shop.class_key, shop.open, shop.warehouse_id, shop.zone,
            shop.dispatch_days,
        )
        for shop in selling.shops(shops).values()
    }  # fmt: skip
    on_offer = catalogue.goods(goods, main_languages())
    ventures = {request.country for request in requests}
    return State(
        at=at,
        standings=identity.read_standings(standings),
        wallets={purse.customer_id: purse.available_minor for purse in wallets.read(purses).values()},
        attempts=batch.attempts(attempts),
        addresses=identity.addresses_found(addresses),
        baskets=baskets.read_units(basket_lines),
        goods=with_stock(on_offer.values(), open_shops, in_stock),
        shops=open_shops,
        tariffs={country: fulfilment.tariff(country) for country in ventures},
        fees=fees(ventures, at),
        provider_methods=payments.provider_methods(),
        promotions=promotions.promotions([*named, *automatic]),
        shoppers=promotions.shoppers(persons, uses),
        lots=promotions.lots(coins),
        prices=campaigns.prices(quotas, prices),
        flash_uses=campaigns.uses(flash_uses),
        stacking={country: stacking(country, at) for country in ventures},
    )


def with_stock(
    on_offer: Iterable[catalogue.Goods | SkuFacts],
    shops: Mapping[int, Shop],
    in_stock: Mapping[tuple[int, int], tuple[int, int | None]],
) -> dict[int, Goods]:
    """Goods by SKU with the units free at their shop's warehouse, and their cost there.

    in_stock: (free, cost) by SKU and warehouse.
    """
    found = {}
    for each in on_offer:
        shop = shops.get(each.shop_id)
        free, cost = in_stock.get((each.sku_id, shop.warehouse_id), (0, None)) if shop else (0, None)
        found[each.sku_id] = Goods(
            sku_id=each.sku_id,
            listing_id=each.listing_id,
            shop_id=each.shop_id,
            seller_id=each.seller_id,
            seller_sku=each.seller_sku,
            title=each.title,
            options_text=each.options_text,
            picture=each.picture,
            category_path=each.category_path,
            unit_minor=each.price_minor,
            list_minor=each.list_minor,
            load=Load(each.weight_g, volume(each.size_cm)),
            on_sale=each.on_sale,
            free=free,
            cost_minor=cost,
            country=each.country,
        )
    return found


def fees(ventures: Iterable[str], at: datetime) -> Callable[[str, str, str], Fees]:
    """What the platform keeps, by venture, seller's class and category path."""
    by_country = {country: sellers.fees(country, at) for country in ventures}

    def of(country: str, class_key: str, category_path: str) -> Fees:
        rule = by_country[country](class_key, category_path)
        return Fees(rule.commission_bps, rule.payment_fee_bps, rule.rule_id)

    return of


def main_languages() -> dict[str, str]:
    return {key: country.languages[0] for key, country in countries.all_countries().items()}
