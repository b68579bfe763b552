"""The payment comes in the second in which its purchase expires: paid, or expired and paid back, never half of both.

Whoever locks the purchase first decides. All that was taken for it (units of a flash sale, vouchers, coins) stays
taken in the one case, and comes back once in the other.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from tests.machine import deeds, invariants
from tests.machine.model import Model, Purchase, Sale
from tests.machine.world import BEGINS, NEWS, World, build
from tests.races.together import together

from pasar.kernel import clock, events
from pasar.kernel.events import Lookout
from pasar.market.checkout import operations as checkout
from pasar.market.checkout.requests import Placed
from pasar.market.checkout.rules import Wishes
from pasar.market.orders import operations as orders
from pasar.market.orders.models import Purchase as StoredPurchase
from pasar.market.promotions import operations as promotions
from pasar.runtime.testing.fixtures import MarketDatabase

pytestmark = pytest.mark.race
DURING = BEGINS + timedelta(minutes=30)


@pytest.fixture
def world(fresh_market_db: MarketDatabase) -> Iterator[World]:
    made = build(fresh_market_db.name)
    with clock.frozen(DURING):
        yield made


def waiting_purchase(world: World) -> tuple[Model, Purchase]:
    """A code to scan for two pieces of a flash sale and something of another shop, with vouchers and coins."""
    model, customer = world.model(), world.customers[0]
    model.now = DURING
    model.open_and_close_flash()
    deeds.sweep(DURING, Lookout(NEWS))
    for voucher in model.vouchers:
        promotions.collect(country="id", customer_id=customer, promotion_id=voucher.id)
        voucher.owners.add(customer)
    _seen, page = deeds.look(
        customer, [(model.flash.sku, 2), (world.shelves[1].skus[0], 1)], method="qr_transfer",
        wishes=Wishes(chosen=model.usable(customer), spend_coins=True), from_basket=False,
    )  # fmt: skip
    assert page is not None
    sale, outcome = model.serve(page), checkout.place_one(page)
    assert isinstance(sale, Sale)
    assert isinstance(outcome, Placed)
    assert sale.priced.flash == {model.flash.sku}
    assert len(sale.priced.vouchers) == 3
    assert sale.priced.coins_minor > 0
    purchase = deeds.purchase_of(outcome, sale, model)
    model.add(purchase, sale)
    events.drain(NEWS)
    invariants.agrees(model)
    return model, purchase


def settle(model: Model, purchase: Purchase) -> str:
    """How it ended, after everybody heard of everything; model and market agree on what that means."""
    events.drain(NEWS)
    status = StoredPurchase.objects.get(pk=purchase.id).status
    if status == "paid":
        model.paid(purchase)
        model.expire_due()
    else:
        model.expire_due()
        model.paid(purchase)
    assert status == purchase.status
    invariants.agrees(model)
    invariants.finds_nothing()
    return status


def pay_and_tell(purchase: Purchase) -> None:
    deeds.pay(purchase)
    events.drain(NEWS)


@pytest.mark.parametrize("round_", range(3))
@pytest.mark.parametrize("told_before", [True, False], ids=["money_was_there", "money_comes_now"])
def test_money_and_expiry_meet(world: World, told_before: bool, round_: int) -> None:
    model, purchase = waiting_purchase(world)
    if told_before:
        deeds.pay(purchase)
    model.now = purchase.pay_by
    with clock.frozen(purchase.pay_by):
        pay: Callable[[], object] = (
            (lambda: events.drain(NEWS)) if told_before else (lambda: pay_and_tell(purchase))
        )
        results = together(pay, orders.expire_due, pay, lambda: orders.expire(purchase_id=purchase.id))
        assert not [each for each in results if isinstance(each, Exception)], results
        assert settle(model, purchase) in ("paid", "expired")


@pytest.mark.parametrize("first", ["paid", "expired"])
def test_whoever_is_first_wins(world: World, first: str) -> None:
    model, purchase = waiting_purchase(world)
    model.now = purchase.pay_by
    deeds_in_order = [lambda: pay_and_tell(purchase), orders.expire_due]
    with clock.frozen(purchase.pay_by):
        for deed in deeds_in_order if first == "paid" else reversed(deeds_in_order):
            deed()
        assert settle(model, purchase) == first


def test_before_its_second_nothing_expires(world: World) -> None:
    model, purchase = waiting_purchase(world)
    model.now = purchase.pay_by - timedelta(microseconds=1)
    with clock.frozen(model.now):
        assert orders.expire_due() == 0
        assert orders.expire(purchase_id=purchase.id) is False
        invariants.agrees(model)
