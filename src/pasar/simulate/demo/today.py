"""Orders of today, in every status that still goes on, and what lies in the demo customer's basket."""

from datetime import datetime, timedelta
from random import Random

from pasar.kernel import clock
from pasar.market.basket import operations as basket
from pasar.market.basket import queries as baskets
from pasar.market.basket.rules import Owner
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.orders.queries import OrderCard
from pasar.simulate.demo import market
from pasar.simulate.demo.market import Market

SHOPPERS = {"full": 18, "small": 3}
_STANDS = ("to_ship", "to_ship", "packed", "shipped", "delivered", "failed")


def fill(there: Market) -> None:
    now = clock.now()
    random = Random(f"today {there.country}")
    customer = there.known["customer"]
    for number, stands in enumerate(("awaiting", "to_ship", "shipped", "delivered")):
        _one(there, random, customer, stands, f"mine-{number}", now)
    shoppers = there.known["shoppers"]
    for number in range(SHOPPERS[there.known["size"]]):
        stands = _STANDS[number % len(_STANDS)]
        shop = there.known["demo_shop"] if number % 2 == 0 else None
        _one(there, random, shoppers[number], stands, f"today-{number}", now, shop=shop)
    owner = Owner(customer_id=customer)
    if baskets.count(there.country, owner):
        return  # somebody shops in it already: nothing appears there that they did not put in
    for wanted in market.choose(there, random, now, lines=4):
        basket.add(country=there.country, owner=owner, sku_id=wanted.sku_id, units=wanted.units)


def _one(
    there: Market, random: Random, customer: int, stands: str, key: str, now: datetime, *, shop: int | None = None
) -> None:  # fmt: skip
    """A purchase so far that its orders stand where they shall; none of its deadlines is over."""
    ago = {"awaiting": 0.05, "to_ship": 3, "packed": 8, "shipped": 30, "delivered": 66, "failed": 70}[stands]
    when = now - timedelta(hours=ago * random.uniform(0.8, 1.0))
    wanted = market.choose(there, random, when, lines=random.choice((1, 2, 2)), shop=shop)
    method = "qr_transfer" if stands == "awaiting" else random.choice(("wallet", "wallet", "cod"))
    placed = market.buy(there, customer, wanted, method, when, f"demo-{there.country}-{key}")
    if placed is None and method == "wallet":
        placed = market.buy(there, customer, wanted, "cod", when, f"demo-{there.country}-{key}")
    if placed is None or stands in ("awaiting", "to_ship"):
        return
    for order in market.orders_of(customer, placed):
        _bring(there, random, order, stands, when, now)


def _bring(
    there: Market, random: Random, order: OrderCard, stands: str, when: datetime, now: datetime
) -> None:
    if stands == "packed":
        # Booked by the market itself with the carrier's simulator, which takes it on from there.
        with clock.frozen(now):
            fulfilment.pack(order_id=order.id, actor=f"seller:{order.seller_id}")
        return
    left = when + timedelta(hours=random.uniform(3, 8))
    parcel_id = market.send(there, order, left)
    if stands == "shipped":
        market.on_its_way(there, order, parcel_id, left, now)
    elif stands == "delivered":
        market.carry(there, order, parcel_id, left, ends="delivered", hours=random.randint(28, 40))
    else:
        market.carry(there, order, parcel_id, left, ends="delivery_failed", hours=random.randint(28, 40))
