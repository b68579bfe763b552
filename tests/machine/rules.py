"""Customers, sellers, a bank, a carrier and an operator, each doing what they may at any moment, in any order."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from pasar.finance.escrow.errors import NothingHeld, RefundTooLarge
from pasar.kernel import clock
from pasar.kernel.events import Lookout
from pasar.market.aftersales.errors import MoreThanBought
from pasar.market.basket import operations as basket
from pasar.market.basket.rules import Owner
from pasar.market.catalogue import operations as catalogue
from pasar.market.checkout import operations as checkout
from pasar.market.checkout.requests import Placed, PlaceRequest, Refused
from pasar.market.checkout.rules import Wishes
from pasar.market.checkout.tests.buying import fill_wallet
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.orders import operations as orders
from pasar.market.promotions import operations as promotions
from pasar.market.stock import operations as stock
from tests.machine import deeds, invariants
from tests.machine.model import GONE, Order, Purchase, Refusal, Sale
from tests.machine.world import NEWS, World, copy, pick

ANY = st.integers(0, 11)
"""Which of several, taken modulo how many there are."""
UNITS = st.integers(1, 3)
METHODS = st.sampled_from(["wallet", "qr_transfer", "cod"])
SELECTION: dict[str, Any] = {
    "who": ANY, "first": ANY, "second": ANY, "units": UNITS, "method": METHODS, "vouchers": st.booleans(),
    "coins": st.booleans(),
}  # fmt: skip
"""One or two kinds of goods, and how somebody would pay for them."""

STEPS = {
    "pack": {"to_ship": "packed"},
    "ship": {"packed": "shipped"},
    "deliver": {"shipped": "delivered", "delivery_failed": "delivered"},
    "fail": {"shipped": "delivery_failed"},
    "bring_back": {"delivery_failed": "returned"},
    "confirm": {"shipped": "completed", "delivered": "completed"},
}
"""Where each deed on the way leads, from where it may be done."""
MAY_CANCEL = {
    "customer": {"awaiting_payment", "to_ship"},
    "seller": {"to_ship", "packed"},
}


class Trade(RuleBasedStateMachine):
    """A market and its model, which are told the same and must agree."""

    world: World
    """Copied for every example."""

    pages = Bundle("pages")
    """Checkout pages that customers have open: each is what its button would send."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.open.enter_context(copy(self.world))
        self.model = self.world.model()
        self.lookout = Lookout(NEWS)

    def teardown(self) -> None:
        try:
            deeds.sweep(clock.now(), self.lookout)
            invariants.finds_nothing()
        finally:
            self.open.close()

    # --- customers before they buy

    @initialize(
        minutes=st.sampled_from([0, 24, 25, 40]),
        first=st.lists(st.fixed_dictionaries(SELECTION), min_size=2, max_size=4),
    )
    def a_market_day_begins(self, minutes: int, first: list[dict[str, Any]]) -> None:
        """Before the flash sale or within it. Most customers have their vouchers, and some buy something."""
        self.placed: dict[tuple[int, str], Placed] = {}
        self._wind(minutes)
        for voucher in self.model.vouchers:
            for customer in self.world.customers[:2]:
                self._collect(customer, voucher)
        for selection in first:
            self._buy([selection])

    @rule(who=ANY, which=ANY)
    def collect_a_voucher(self, who: int, which: int) -> None:
        self._collect(pick(self.world.customers, who), pick(self.model.vouchers, which))

    def _collect(self, customer: int, voucher: Any) -> None:
        over, gone = self.model.now >= voucher.ends_at, voucher.used >= voucher.quota
        assert deeds.refusal_of(
            lambda: promotions.collect(country="id", customer_id=customer, promotion_id=voucher.id)
        ) == ("promotion_over" if over else "vouchers_gone" if gone else "")
        if not over and not gone:
            voucher.owners.add(customer)

    @rule(who=ANY, which=ANY, units=UNITS)
    def put_into_the_basket(self, who: int, which: int, units: int) -> None:
        model, customer, sku = self.model, pick(self.world.customers, who), pick(self.world.skus, which)
        wanted = model.baskets.get((customer, sku), 0) + units
        enough = model.at_flash_price(None, sku, wanted) or model.free(sku) >= wanted
        expected = (
            "not_for_sale" if not model.open[model.shop_of[sku]] else "" if enough else "not_enough_left"
        )
        owner = Owner(customer_id=customer)
        assert (
            deeds.refusal_of(lambda: basket.add(country="id", owner=owner, sku_id=sku, units=units))
            == expected
        )
        if not expected:
            model.baskets[customer, sku] = wanted

    @rule(who=ANY, money=st.sampled_from([20_000_00, 77_777_00]))
    def fill_the_wallet(self, who: int, money: int) -> None:
        customer = pick(self.world.customers, who)
        fill_wallet(customer, money)
        self.model.wallets[customer] += money

    # --- looking and placing

    @rule(target=pages, selection=st.fixed_dictionaries(SELECTION))
    def look_at_checkout(self, selection: dict[str, Any]) -> Any:
        return self._open(**selection) or multiple()

    @rule(target=pages, selections=st.lists(st.fixed_dictionaries(SELECTION), min_size=1, max_size=3))
    def buy_at_the_same_moment(self, selections: list[dict[str, Any]]) -> Any:
        return multiple(*self._buy(selections))

    def _buy(self, selections: list[dict[str, Any]]) -> list[PlaceRequest]:
        sent = [page for selection in selections if (page := self._open(**selection))]
        if sent:
            self._place(sent)
        return sent

    def _open(
        self, *, who: int, first: int, second: int, units: int, method: str, vouchers: bool, coins: bool
    ) -> PlaceRequest | None:
        one, other = pick(self.world.skus, first), pick(self.world.skus, second)
        lines = {one: units}
        # Cash is collected, and rounded, parcel by parcel.
        if other != one and (method != "cod" or self.model.shop_of[one] == self.model.shop_of[other]):
            lines[other] = 1
        return self._look(pick(self.world.customers, who), lines, method, vouchers, coins, from_basket=False)

    @precondition(lambda self: self.model.baskets)
    @rule(target=pages, who=ANY, method=st.sampled_from(["wallet", "qr_transfer"]), coins=st.booleans())
    def look_at_the_basket(self, who: int, method: str, coins: bool) -> Any:
        customer = pick(sorted({customer for customer, _sku in self.model.baskets}), who)
        lines = {sku: units for (whose, sku), units in self.model.baskets.items() if whose == customer}
        return self._look(customer, lines, method, True, coins, from_basket=True) or multiple()

    def _look(
        self,
        customer: int,
        lines: dict[int, int],
        method: str,
        vouchers: bool,
        coins: bool,
        *,
        from_basket: bool,
    ) -> PlaceRequest | None:
        model, selection = self.model, list(lines.items())
        chosen = model.usable(customer) if vouchers else frozenset()
        quote, page = deeds.look(
            customer, selection, method=method, wishes=Wishes(chosen=chosen, spend_coins=coins), from_basket=from_basket
        )  # fmt: skip
        assert deeds.problems_of(quote) == model.problems(customer, selection)
        if page is None:
            return None
        priced = model.price(
            customer, selection, shipping=page.seen_shipping, chosen=chosen, spend_coins=coins, method=method
        )
        assert (quote.total_minor, quote.coins_minor) == (priced.total_minor, priced.coins_minor)
        assert {each.promotion_id for each in quote.applied.used} == {each.id for each in priced.vouchers}
        return page

    @rule(sent=st.lists(pages, min_size=1, max_size=4))
    def place(self, sent: list[PlaceRequest]) -> None:
        self._place(sent)

    @rule(page=pages, times=st.integers(2, 3))
    def press_the_button_again_and_again(self, page: PlaceRequest, times: int) -> None:
        self._place([page] * times)

    @rule(page=pages)
    def use_a_key_for_something_else(self, page: PlaceRequest) -> None:
        self._place([page, replace(page, note="another")])

    def _place(self, sent: list[PlaceRequest]) -> None:
        """As the placing process does with what comes in together: the market says of each what the model says."""
        expected = [self.model.serve(request) for request in sent]
        outcomes = checkout.place(sent)
        for outcome, what in zip(outcomes, expected, strict=True):
            if isinstance(outcome, Refused):
                assert deeds.said(outcome) == what
                continue
            assert not isinstance(what, Refusal), (what, outcome)
            if isinstance(what, Sale):
                self.model.add(deeds.purchase_of(outcome, what, self.model), what)
                self.placed[what.request.customer_id, what.request.key] = outcome
            else:
                assert outcome == self.placed[what.customer_id, what.key]
        deeds.read_news(self.lookout)

    # --- what may change while a page is open

    @rule(which=ANY, price=st.sampled_from([15_000_00, 25_000_00, 40_000_00, 41_000_00]))
    def the_seller_changes_a_price(self, which: int, price: int) -> None:
        shelf, sku = self._sku(which)
        catalogue.set_prices(seller_id=shelf.seller_id, prices={sku: (price, None)}, actor="system")
        self.model.prices[sku] = price

    @rule(which=ANY, on_hand=st.integers(0, 6))
    def the_seller_counts_the_shelf(self, which: int, on_hand: int) -> None:
        shelf, sku = self._sku(which)
        level = self.model.levels[sku, shelf.warehouse_id]
        refused = deeds.refusal_of(
            lambda: stock.set_on_hand(
                country="id", seller_id=shelf.seller_id, on_hand={sku: on_hand}, actor="system"
            )
        )
        assert refused == ("below_reserved" if on_hand < level.reserved else "")
        if not refused:
            level.on_hand = on_hand

    @rule(which=ANY)
    def the_seller_closes_or_opens_the_shop(self, which: int) -> None:
        shelf = pick(self.world.shelves, which)
        self.model.open[shelf.shop_id] = not self.model.open[shelf.shop_id]
        deeds.set_open(shelf.seller_id, self.model.open[shelf.shop_id])

    @rule(which=ANY)
    def a_voucher_is_ended(self, which: int) -> None:
        voucher = pick(self.model.vouchers, which)
        promotions.end(country="id", promotion_id=voucher.id, actor="person:1")
        voucher.ends_at = min(voucher.ends_at, self.model.now)

    @rule(minutes=st.sampled_from([1, 10, 25, 40]))
    def time_passes(self, minutes: int) -> None:
        self._wind(minutes)

    def _wind(self, minutes: int) -> None:
        self.model.now += timedelta(minutes=minutes)
        self.model.expire_due()
        self.model.open_and_close_flash()
        deeds.sweep(self.model.now, self.lookout)

    def _sku(self, which: int) -> tuple[Any, int]:
        sku = pick(self.world.skus, which)
        return next(shelf for shelf in self.world.shelves if sku in shelf.skus), sku

    # --- the bank

    @precondition(lambda self: self._scanned())
    @rule(which=ANY)
    def the_bank_has_the_money(self, which: int) -> None:
        purchase = pick(self._scanned(), which)
        deeds.pay(purchase)
        deeds.read_news(self.lookout)
        self.model.paid(purchase)

    @precondition(lambda self: self._scanned())
    @rule(which=ANY, more=st.sampled_from([-1_00, 500_00]))
    def the_bank_has_another_amount(self, which: int, more: int) -> None:
        purchase = pick(self._scanned(), which)
        deeds.pay(purchase, more_minor=more)
        deeds.read_news(self.lookout)
        self.model.paid_wrongly(purchase, purchase.total_minor + more)

    @precondition(lambda self: self._waiting())
    @rule(which=ANY, heard_first=st.booleans())
    def the_money_comes_in_the_second_of_its_end(self, which: int, heard_first: bool) -> None:
        """Whoever has the purchase first decides: paid when the news of the money is read before it expires, else
        expired, and the money goes back."""
        model, purchase = self.model, pick(self._waiting(), which)
        model.now = max(model.now, purchase.pay_by)
        clock.freeze(model.now)
        deeds.pay(purchase)
        if heard_first:
            deeds.read_news(self.lookout)
            model.paid(purchase)
            model.expire_due()
        else:
            model.expire_due()
            model.paid(purchase)
        model.open_and_close_flash()
        deeds.sweep(model.now, self.lookout)

    def _scanned(self) -> list[Purchase]:
        return [each for each in self.model.purchases if each.method == "qr_transfer"]

    def _waiting(self) -> list[Purchase]:
        return [
            each for each in self._scanned() if each.status == "awaiting_payment" and not each.captured_minor
        ]

    # --- what becomes of an order

    @precondition(lambda self: self.model.purchases)
    @rule(which=ANY, who=st.sampled_from(["customer", "seller"]), line=st.none() | ANY)
    def cancel(self, which: int, who: str, line: int | None) -> None:
        purchase, order = pick(self.model.orders(), which)
        only = None if line is None else pick(order.lines, line)
        actor = f"customer:{purchase.customer}" if who == "customer" else f"seller:{order.seller}"
        refused = deeds.refusal_of(
            lambda: orders.cancel(
                order_id=order.id, actor=actor, reason="changed_mind", line_ids=[only.id] if only else None
            )
        )
        deeds.read_news(self.lookout)
        assert refused == self._cancelling(purchase, order, who, only)
        if not refused and order.status == "awaiting_payment":
            self.model.stop(purchase, "cancelled")
        elif not refused:
            self.model.cancel(purchase, order, only)

    @staticmethod
    def _cancelling(purchase: Purchase, order: Order, who: str, only: Any) -> str:
        statuses = {only.status} if only else {line.status for line in order.lines}
        if order.status == "awaiting_payment" and who == "seller" and len(purchase.orders) > 1:
            return "not_found"  # it ends with its whole purchase, which is not this seller's alone
        return "" if statuses <= MAY_CANCEL[who] | GONE else "not_possible"

    @precondition(lambda self: self._under_way())
    @rule(which=ANY, verb=st.sampled_from([*STEPS, "pack", "ship", "deliver"]))
    def go_on(self, which: int, verb: str) -> None:
        purchase, order = pick(self._under_way(), which)
        self._step(purchase, order, verb)

    @precondition(lambda self: self._under_way())
    @rule(which=ANY, steps=st.integers(1, 4), fails=st.booleans())
    def go_the_whole_way(self, which: int, steps: int, fails: bool) -> None:
        purchase, order = pick(self._under_way(), which)
        for _ in range(steps):
            way = {"to_ship": "pack", "packed": "ship", "shipped": "fail" if fails else "deliver",
                   "delivery_failed": "bring_back", "delivered": "confirm"}  # fmt: skip
            if order.status in way:
                self._step(purchase, order, way[order.status])

    def _step(self, purchase: Purchase, order: Order, verb: str) -> None:
        status, steps = order.status, STEPS[verb]
        refused = deeds.refusal_of(lambda: self._go(purchase, order, verb))
        deeds.read_news(self.lookout)
        assert refused == ("" if status in steps or status in steps.values() else "not_possible"), (
            status,
            verb,
        )
        if refused or status not in steps:
            return
        if steps[status] == "returned":
            self.model.come_back(purchase, order)
            return
        if steps[status] == "shipped":
            self.model.send(order)
        if steps[status] in ("delivered", "completed") and purchase.method == "cod":
            self.model.collect(order)
        for line in order.lines:
            line.status = line.status if line.status in GONE else steps[status]
        self.model.end_of(purchase, order)

    @staticmethod
    def _go(purchase: Purchase, order: Order, verb: str) -> None:
        seller, carrier = f"seller:{order.seller}", "carrier:pasar_express"
        match verb:
            case "pack":
                fulfilment.pack(order_id=order.id, actor=seller)
            case "ship":
                orders.ship(order_id=order.id, actor=seller)
            case "deliver":
                orders.deliver(order_id=order.id, actor=carrier)
            case "fail":
                orders.fail_delivery(order_id=order.id, actor=carrier, reason="nobody_home")
            case "bring_back":
                orders.back_at_seller(order_id=order.id, actor=carrier)
            case "confirm":
                orders.confirm(order_id=order.id, actor=f"customer:{purchase.customer}")

    def _under_way(self) -> list[tuple[Purchase, Order]]:
        return [(purchase, order) for purchase, order in self.model.orders() if not order.over]

    @precondition(lambda self: self.model.purchases)
    @rule(which=ANY, part=ANY, how=st.sampled_from(["unit", "some", "rest", "too_much"]))
    def an_operator_gives_money_back(self, which: int, part: int, how: str) -> None:
        # Mostly there is something to give back.
        orders_with_money = [each for each in self.model.orders() if each[1].held] if which % 4 else []
        purchase, order = pick(orders_with_money or self.model.orders(), which)
        key = pick([*order.parts], part)
        paid, line = order.parts[key], next((each for each in order.lines if each.id == key), None)
        units = 1 if how == "unit" and line else 0
        amount = {
            "unit": paid.amount_minor // (line.units if line else 2), "some": 3_333, "rest": max(paid.left_minor, 1),
            "too_much": paid.left_minor + 1,
        }[how]  # fmt: skip
        refused, back = deeds.refund(order, key, amount, units)
        deeds.read_news(self.lookout)
        if line and line.units_back + units > line.units:
            assert refused == MoreThanBought.code
        elif not order.held:
            assert refused == NothingHeld.code
        elif key not in order.held or amount > paid.left_minor:
            assert refused == RefundTooLarge.code, (refused, paid)
        else:
            assert back is not None, refused
            assert back.amount_minor == amount
            self.model.refund(purchase, order, key, back)
            if line:
                line.units_back += units

    # --- always

    @invariant()
    def the_database_agrees(self) -> None:
        invariants.agrees(self.model)

    @invariant()
    def the_market_finds_nothing_wrong(self) -> None:
        invariants.finds_nothing(invariants.EACH_STEP)
