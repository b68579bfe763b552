"""Purchases a second over HTTP: three sellers each, paid from the wallet, signed in; against pgbench's TPC-B."""

import re
import subprocess
from collections.abc import Iterator
from urllib.parse import urlencode

from benchmarks import load, world
from benchmarks.figures import Figure
from benchmarks.market import cluster, market

CLIENTS = 16
SHOPS = 60
SHOPPERS = 6_000
"""One purchase each: baskets are filled beforehand, so that what is measured is buying."""


def measure(seconds: float) -> Figure:
    """The rate of purchases, and pgbench's with as many clients on the same server just before."""
    with market() as (host, port):
        reference = tpcb(CLIENTS, seconds)
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


def tpcb(clients: int, seconds: float) -> float:
    """Transactions a second of pgbench's own script, at scale 10, on the market's server."""
    server = cluster()
    server.create_database("tpcb", owner="pasar_outside")
    url = server.url("tpcb", "pasar_outside")
    pgbench = [str(server.program("pgbench"))]
    subprocess.run([*pgbench, "-i", "-q", "-s", "10", url], check=True, capture_output=True)
    command = [*pgbench, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(int(seconds)), url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout
    server.drop_database("tpcb")
    return float(found[1])


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
    forms = {skus: _form(shoppers[0], skus) for skus in set(chosen)}
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


def _form(shopper: world.Shopper, skus: tuple[int, ...]) -> dict[str, object]:
    from pasar.market.checkout import operations as checkout
    from pasar.market.checkout.rules import Wanted

    quote = checkout.quote(
        country=world.COUNTRY, customer_id=shopper.customer_id, lines=[Wanted(sku, 1) for sku in skus],
        address_id=shopper.address_id, method="wallet",
    )  # fmt: skip
    assert not quote.problems, quote.problems
    form: dict[str, object] = {"method": "wallet", "total": quote.total_minor}
    for line in quote.lines:
        form[f"line-{line.goods.sku_id}"] = line.units
        form[f"price-{line.goods.sku_id}"] = line.unit_minor
    for parcel in quote.parcels:
        assert parcel.chosen
        form[f"shipping-{parcel.shop.id}"] = parcel.shipping_minor
        form[f"delivery-{parcel.shop.id}"] = f"{parcel.chosen.carrier_key}:{parcel.chosen.service_key}"
    return form


def _placed() -> int:
    from pasar.market.orders.models import Purchase

    return Purchase.objects.filter(country=world.COUNTRY, status="paid").count()
