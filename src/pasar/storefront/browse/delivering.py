"""Where to, for how much, by when: the promise on a product page, to the customer's own area where it is known."""

from dataclasses import dataclass
from datetime import date

from pasar.countries import Country, queries
from pasar.market.catalogue.queries import SkuOffer
from pasar.market.fulfilment import queries as fulfilment
from pasar.market.fulfilment.rules import Load, Option, volume
from pasar.market.identity import queries as identity
from pasar.market.sellers.queries import ShopView
from pasar.storefront.account import who
from pasar.storefront.account.who import VisitorRequest

AREA_COOKIE = "pasar_area"


@dataclass(frozen=True)
class Target:
    """An area to deliver to. known: the customer chose it, so it is not only the zone most people live in."""

    zone: str
    name: str
    known: bool


@dataclass(frozen=True)
class Way:
    name: str
    price_minor: int
    first: date
    last: date


@dataclass(frozen=True)
class Promise:
    """The cheapest way to a target and, where it is another, the quickest. Empty ways: nobody goes there."""

    target: Target
    cheapest: Way | None
    quickest: Way | None
    cash: bool


def target(request: VisitorRequest) -> Target:
    """The area of this visitor: what they chose last, else their default address, else the venture's first zone."""
    country, language = request.country, request.language
    venture, _sep, code = request.COOKIES.get(AREA_COOKIE, "")[:80].partition(":")
    if venture == country.key and (steps := queries.path(country.key, code, language)):
        parent = steps[-2].code if len(steps) > 1 else ""
        name = ", ".join(step.name for step in reversed(steps[-2:]))
        return Target(country.zone_of(steps[-1].code, parent), name, True)
    customer = who.customer_id(request)
    address = identity.default_address(customer) if customer else None
    if address is not None:
        return Target(address.zone, address.area_text, True)
    zone = country.zones[0]
    return Target(zone.key, zone.names.get(language) or zone.names["en"], False)


def promise(country: Country, shop: ShopView, sku: SkuOffer, to: Target) -> Promise:
    """How one piece of a SKU gets from its shop to the target."""
    load = Load(sku.weight_g, volume(sku.size_cm))
    ways = fulfilment.promise(country.key, shop.zone, to.zone, load, dispatch_days=shop.dispatch_days)
    cheapest = ways[0] if ways else None
    quickest = min(ways, key=lambda way: (way.promise_to, way.price_minor)) if ways else None
    due = (sku.price_minor or 0) + (cheapest.price_minor if cheapest else 0)
    cash = country.cash is not None and due <= country.cash.max_minor and any(way.takes_cash for way in ways)
    other = quickest if quickest and cheapest and quickest.promise_to < cheapest.promise_to else None
    return Promise(to, _way(cheapest), _way(other), cash)


def _way(option: Option | None) -> Way | None:
    if option is None:
        return None
    name = fulfilment.service_name(option.carrier_key, option.service_key)
    return Way(name, option.price_minor, option.promise_from, option.promise_to)
