"""Purchases a second over HTTP: three sellers each, paid from the wallet, signed in; against pgbench's TPC-B."""

from collections.abc import Iterator
from urllib.parse import urlencode

from benchmarks import load, tpcb, world
from benchmarks.figures import Figure
from benchmarks.market import market

CLIENTS = 16
SHOPS = 60
SHOPPERS = 6_000
"""One purchase each: baskets are filled beforehand, so that what is measured is buying."""


def measure(seconds: float) -> Figure:
    """The rate of purchases, and pgbench's with as many clients on the same server just before."""
    with market() as (host, port):
        with tpcb.ready(10) as pgbench:
            reference = pgbench(CLIENTS, seconds)
        shelves = world.shelves(SHOPS, 5, units=100_000)
        shoppers = world.shoppers(SHOPPERS, money_minor=100_000_000)
        requests = _requests(shelves, shoppers)
        world.vacuum()
        outcome = load.run(
            host, port, requests, clients=CLIENTS, seconds=seconds, warm_up_s=3,
            good=lambda status, location, _body: status == 302 and "/purchases/" in location,
        )  # fmt: skip
        placed = _placed()
    assert placed >= outcome.good, "an answer said yes to a purchase that is not there"
    return Figure(
        name="purchases",
        figure=outcome.rate,
        unit="purchases/s",
        reference=reference,
        reference_name=f"pgbench TPC-B with {CLIENTS} clients (transactions/s)",
        seconds=outcome.seconds,
        detail={
            "clients": CLIENTS, "p50_ms": outcome.percentile_ms(0.5), "p95_ms": outcome.percentile_ms(0.95),
            "refused": outcome.bad,
        },
    )  # fmt: skip


def _requests(shelves: list[world.Shelf], shoppers: list[world.Shopper]) -> Iterator[load.Request]:
    """Fill every shopper's basket, and make the form that a checkout page would send for it."""
    from pasar.kernel import clock
    from pasar.market.basket.models import Line
    from pasar.market.catalogue import queries as catalogue

    prices = {
        each.sku_id: each.price_minor
        for each in catalogue.sku_facts([sku for shelf in shelves for sku in shelf.sku_ids])
    }
    shop_of = {sku: shelf.shop_id for shelf in shelves for sku in shelf.sku_ids}
    chosen = [_triple(shelves, number) for number in range(len(shoppers))]
    at = clock.now()
    Line.objects.bulk_create(
        [
            Line(
                country=world.COUNTRY, customer_id=shopper.customer_id, sku_id=sku, shop_id=shop_of[sku], units=1,
                seen_price_minor=prices[sku], added_at=at,
            )
            for shopper, skus in zip(shoppers, chosen, strict=True)
            for sku in skus
        ],
        batch_size=2_000,
    )  # fmt: skip
    forms = {skus: world.form(shoppers[0], skus) for skus in set(chosen)}
    made = []
    for number, (shopper, skus) in enumerate(zip(shoppers, chosen, strict=True)):
        form = forms[skus] | {
            "csrfmiddlewaretoken": shopper.token,
            "address": shopper.address_id,
            "key": f"bench-{number:020}",
        }
        headers = {"Cookie": shopper.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        made.append(("POST", f"/{world.COUNTRY}/en/checkout/place/", urlencode(form).encode(), headers))
    return iter(made)


def _triple(shelves: list[world.Shelf], number: int) -> tuple[int, ...]:
    own = [shelves[(number + step * 7) % len(shelves)] for step in range(3)]
    return tuple(shelf.sku_ids[number % len(shelf.sku_ids)] for shelf in own)


def _placed() -> int:
    from pasar.market.orders.models import Purchase

    return Purchase.objects.filter(country=world.COUNTRY, status="paid").count()
