"""The market that every example begins with, made once by the real operations and copied; and its model."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connections

from pasar.kernel import clock, events
from pasar.market.campaigns.rules import shelf_of
from pasar.market.campaigns.tests import making
from pasar.market.checkout.tests.buying import fill_wallet
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.promotions import operations as promotions
from pasar.market.promotions.queries import forget_stacking
from pasar.market.promotions.tests.taking import make_promotion
from pasar.market.promotions.tests.test_taking import give_coins
from pasar.market.sellers import operations as sellers
from pasar.market.stock import operations as stock
from pasar.market.stock.tests.making import Shelf, make_customers, make_shelf
from pasar.runtime.testing import testbed
from pasar.simulate.verify.invariants import known_consumers
from tests.machine.model import Flash, Level, Model, Voucher

BEGINS = making.STARTS - timedelta(minutes=25)
"""The flash sale is a walk away; vouchers end in the middle of it."""
VOUCHERS_END = making.STARTS + timedelta(minutes=65)
PRICES = ((40_000_00, 25_000_00), (50_000_00, 30_000_00))
UNITS = (6, 5)
FLASH_MINOR, FLASH_UNITS, FLASH_EACH = 20_000_00, 3, 2
WALLETS = (1_000_000_00, 400_000_00, 70_000_00)
COINS = (20_000_00, 3_333_00, 0)
SHOP_OFF, DELIVERY_OFF = 6_000_00, 5_000_00

NEWS = [
    each for each in known_consumers() if each.name.split(".")[0] in ("orders", "promotions", "campaigns")
]
"""Who acts on what happened. Messages and search change nothing that is looked at here."""


@dataclass(frozen=True)
class World:
    """The ids of what was made: the same in every copy."""

    database: str
    shelves: tuple[Shelf, Shelf]
    customers: tuple[int, ...]
    vouchers: tuple[int, int, int]
    """Of the first shop, of the platform, for delivery."""
    flash_item: int

    @property
    def skus(self) -> tuple[int, ...]:
        return tuple(sku for shelf in self.shelves for sku in shelf.skus)

    def model(self) -> Model:
        """What the market has when an example begins."""
        model = Model(BEGINS)
        for shelf, prices in zip(self.shelves, PRICES, strict=True):
            model.open[shelf.shop_id] = True
            for sku, price, units in zip(shelf.skus, prices, UNITS, strict=True):
                model.prices[sku], model.shop_of[sku] = price, shelf.shop_id
                model.warehouse_of[sku] = shelf.warehouse_id
                model.levels[sku, shelf.warehouse_id] = Level(units)
        shop, platform, delivery = self.vouchers
        model.vouchers = [
            Voucher(shop, "shop", 3, None, VOUCHERS_END, self.shelves[0].shop_id, SHOP_OFF),
            Voucher(platform, "platform", 2, 1, VOUCHERS_END),
            Voucher(delivery, "delivery", 4, 2, VOUCHERS_END, amount_minor=DELIVERY_OFF),
        ]
        for customer, money, coins in zip(self.customers, WALLETS, COINS, strict=True):
            model.wallets[customer], model.coins[customer] = money, coins
        model.flash = Flash(
            self.flash_item, self.shelves[0].skus[0], shelf_of(self.flash_item), FLASH_MINOR, FLASH_UNITS, FLASH_EACH,
            making.STARTS, making.ENDS,
        )  # fmt: skip
        return model


def build(database: str) -> World:
    """Make the world in a fresh database, and leave it."""
    with clock.frozen(making.BEFORE):
        fulfilment.load_rate_cards()
        sellers.load_fee_rules()
        promotions.load_stacking_rules()
        events.register(NEWS)
        shelves = tuple(make_shelf(units=UNITS[0], prices=prices) for prices in PRICES)
        customers = make_customers(len(WALLETS))
        for shelf in shelves:
            stock.set_on_hand(
                country="id", seller_id=shelf.seller_id, on_hand={shelf.skus[1]: UNITS[1]}, actor="system"
            )
        for customer, money in zip(customers, WALLETS, strict=True):
            fill_wallet(customer, money)
    item = making.make_item(shelves[0], units=FLASH_UNITS, per_customer=FLASH_EACH, price_minor=FLASH_MINOR)
    with clock.frozen(BEGINS):
        terms = {"ends_at": VOUCHERS_END}
        vouchers = (
            make_promotion(
                "amount_off",
                "shop_voucher",
                seller_id=shelves[0].seller_id,
                off_minor=SHOP_OFF,
                quota=3,
                **terms,
            ),
            make_promotion(
                "percent_off", "platform_voucher", rate_bps=1_000, quota=2, per_customer=1, **terms
            ),
            make_promotion(
                "free_shipping", "platform_shipping", cap_minor=DELIVERY_OFF, quota=4, per_customer=2, **terms
            ),
        )
        for customer, coins in zip(customers, COINS, strict=True):
            if coins:
                give_coins(customer, coins)
        events.drain(NEWS)
    connections.close_all()
    return World(database, (shelves[0], shelves[1]), tuple(customers), vouchers, item)


@contextmanager
def copy(world: World) -> Iterator[None]:
    """A copy of the world on Django's default connection, with the clock where it begins."""
    bed, default = testbed.open_testbed(), connections.settings["default"]
    connections["default"].close()
    before, default["NAME"] = default["NAME"], bed.clone(world.database)
    ContentType.objects.clear_cache()
    forget_stacking()
    try:
        with clock.frozen(BEGINS):
            yield
    finally:
        connections["default"].close()
        bed.drop(default["NAME"])
        default["NAME"] = before


def pick(found: Sequence, number: int):
    """One of them, by a number of any size."""
    return found[number % len(found)]
