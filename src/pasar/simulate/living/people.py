"""Who does what, and when: chances and delays of customers, sellers and staff, drawn from one seeded source.

Everything goes through `acts`. What the market refuses (too late, sold out, too little money) is part of life, and
counted.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from pasar.finance.payments import operations as payments
from pasar.finance.payments import queries as payment_queries
from pasar.finance.payments.methods import methods
from pasar.kernel import clock, ids
from pasar.kernel.errors import PasarError
from pasar.kernel.events import Consumer, Recorded
from pasar.market.aftersales import operations as aftersales
from pasar.market.aftersales.operations import Part
from pasar.market.checkout.requests import Outcome, Placed, PlaceRequest, Refused
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.fulfilment.errors import NotBookedYet
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_queries
from pasar.market.orders import rules as order_rules
from pasar.simulate.bank.core import Bank
from pasar.simulate.living import acts
from pasar.simulate.living.faults import Faults
from pasar.simulate.living.founding import Goods, Venture

Deed = Callable[[], None]
STAFF = "person:1"
SAYINGS = (
    "",
    "",
    "Good.",
    "As described, quick delivery.",
    "Packed well, thank you!",
    "Smaller than I thought.",
)


@dataclass
class People:
    """The living: their plans in order of time, and what has come of them so far."""

    ventures: Sequence[Venture]
    random: Random
    faults: Faults
    bank: Bank
    counted: Counter[str] = field(default_factory=Counter)
    orders_placed: int = 0
    _plans: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _number: int = 0

    # --- time

    def plan(self, at: datetime, deed: Deed) -> None:
        self._number += 1
        heapq.heappush(self._plans, (at, self._number, deed))

    def soon(self, hours: tuple[float, float], deed: Deed) -> None:
        """Do it some hours from now."""
        self.plan(clock.now() + timedelta(hours=self.random.uniform(*hours)), deed)

    def act_until(self, now: datetime) -> int:
        """Do everything that is planned up to `now`, each at its own moment; return how much was done."""
        done = 0
        while self._plans and self._plans[0][0] <= now:
            at, _number, deed = heapq.heappop(self._plans)
            clock.freeze(at)
            try:
                deed()
            except PasarError as refusal:
                self.counted[f"refused:{refusal.code}"] += 1
            done += 1
        return done

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    # --- customers

    def fill_wallets(self) -> None:
        """Every other customer puts money into their wallet, through the bank."""
        for venture in self.ventures:
            for customer in venture.customers[::2]:
                self.plan(
                    clock.now() + timedelta(minutes=self.random.uniform(0, 60)),
                    self._topping_up(venture, customer),
                )

    def _topping_up(self, venture: Venture, customer: int) -> Deed:
        def deed() -> None:
            least, most = methods()["qr_transfer"].limits[venture.country.currency]
            payment_id = payments.begin_top_up(
                country=venture.country.key, customer_id=customer, amount_minor=most - most % max(least, 1)
            )
            self.counted["top_ups"] += 1
            self.soon((0.3, 0.4), lambda: self._pay_charge(payment_id))

        return deed

    def shop(self, number: int) -> None:
        """So many customers buy at this moment, whoever they are: placed together, as they come."""
        wishes = [wish for wish in (self._wish() for _ in range(number)) if wish is not None]
        if not wishes:
            return
        for wish, outcome in zip(wishes, acts.buy_together(wishes), strict=True):
            self._told(wish, outcome)

    def _wish(self) -> PlaceRequest | None:
        venture = self.random.choice(self.ventures)
        customer = self.random.choice(venture.customers)
        method = self._method(venture, customer)
        wanted = self._basket(venture)
        made = acts.wish(
            venture.country.key, customer, wanted, method=method,
            service=self.random.choice(("", "", "standard", "express")),
        )  # fmt: skip
        if isinstance(made, acts.Cannot):
            self.counted[f"turned away:{made.problems[0]}"] += 1
            return None
        return made

    def _method(self, venture: Venture, customer: int) -> str:
        offered = venture.country.payment_methods
        filled = venture.customers.index(customer) % 2 == 0
        wanted = (
            "wallet"
            if filled and self.chance(0.8)
            else self.random.choice(("qr_transfer", "qr_transfer", "cod"))
        )
        return wanted if wanted in offered else "qr_transfer"

    def _basket(self, venture: Venture) -> dict[int, int]:
        """A few things of one to three shops."""
        by_shop: dict[int, list[Goods]] = {}
        for each in self.random.sample(venture.goods, min(30, len(venture.goods))):
            by_shop.setdefault(each.shop_id, []).append(each)
        shops = list(by_shop.values())[: self.random.choice((1, 1, 1, 2, 2, 3))]
        return {
            each.sku_id: self.random.choice((1, 1, 1, 2, 3))
            for goods in shops
            for each in goods[: self.random.choice((1, 1, 2))]
        }

    def _told(self, wish: PlaceRequest, outcome: Outcome) -> None:
        if isinstance(outcome, Refused):
            self.counted[f"refused:{outcome.code}"] += 1
            return
        if self.faults.strikes("answer:checkout"):
            # The answer was lost: the customer presses again, and must get the same one.
            [again] = acts.buy_together([wish])
            assert again == outcome, "one key, one answer"
        self.orders_placed += len(order_queries.purchase_page(wish.customer_id, outcome.purchase_id).orders)
        if outcome.pays == "scan":
            self._plan_payment(outcome)

    def _plan_payment(self, placed: Placed) -> None:
        luck = self.random.random()
        payment_id = placed.payment_id
        assert payment_id is not None
        if luck < 0.72:
            self.soon((0.03, 0.22), lambda: self._pay_charge(payment_id))
        elif luck < 0.80:  # at the last moment: whether it is in time is for the market to find out
            self.soon((0.30, 0.50), lambda: self._pay_charge(payment_id))
        elif luck < 0.86:
            self.soon((0.7, 3.0), lambda: self._pay_charge(payment_id, "late"))
        elif luck < 0.90:
            self.soon((0.03, 0.22), lambda: self._pay_charge(payment_id, "wrong"))
        elif luck < 0.94:
            self.soon((0.03, 0.22), lambda: self._pay_charge(payment_id, "refuse"))
        else:
            self.counted["payments:never"] += 1

    def _pay_charge(self, payment_id: UUID, how: str = "paid") -> None:
        """At the bank: pay, pay late, pay a wrong amount, or refuse."""
        payment = payment_queries.payment(payment_id)
        if payment is None or not payment.qr:
            return  # no code to scan ever came
        charge = self.bank.found(payment.reference)
        self.bank.store.told(clock.now())
        self.counted[f"payments:{how}"] += 1
        if how == "refuse":
            self.bank.refuse(charge["id"])
        elif how == "wrong":
            self.bank.pay(charge["id"], amount=charge["amount"] + Decimal(1))
        else:
            self.bank.pay(charge["id"])

    # --- what orders bring about

    def ears(self) -> Consumer:
        return Consumer("living.ears", ("order.moved",), self._hear)

    def _hear(self, batch: Sequence[Recorded]) -> None:
        for event in batch:
            said = event.payload
            order = _Moved(UUID(str(said["order_id"])), said["customer_id"], said["seller_id"])
            react = self._reactions().get(said["to_status"])
            if react is not None:
                react(order)

    def _reactions(self) -> dict[str, Callable[["_Moved"], None]]:
        return {
            order_rules.TO_SHIP: self._new_order,
            order_rules.DELIVERED: self._arrived,
            order_rules.COMPLETED: self._completed,
        }

    def _new_order(self, order: "_Moved") -> None:
        luck = self.random.random()
        if luck < 0.03:
            self.soon(
                (0.1, 1.5), lambda: acts.cancel(order.id, f"customer:{order.customer_id}", "changed_my_mind")
            )
        elif luck < 0.05:
            self.soon((1, 6), lambda: acts.cancel(order.id, f"seller:{order.seller_id}", "out_of_stock"))
        elif luck < 0.07:
            self.counted["sellers:forget"] += 1
        elif luck < 0.11:
            self.soon((2, 30), lambda: self._send_otherwise(order))
        else:
            self.soon((1, 34), lambda: self._pack(order))

    def _pack(self, order: "_Moved") -> None:
        page = order_queries.order_for_seller(order.seller_id, order.id)
        parts = [[line.id for line in page.lines]]
        if len(page.lines) > 1 and self.chance(0.1):
            parts = [parts[0][:1], parts[0][1:]]
        for part in parts:
            parcel_id = fulfilment.pack(order_id=order.id, line_ids=part, actor=f"seller:{order.seller_id}")
            self.soon((0.3, 3), self._handing_over(parcel_id, order, 4))

    def _handing_over(self, parcel_id: UUID, order: "_Moved", tries: int) -> Deed:
        def deed() -> None:
            try:
                acts.hand_over(parcel_id, order.seller_id)
            except NotBookedYet:
                if tries:
                    self.soon((0.5, 1), self._handing_over(parcel_id, order, tries - 1))

        return deed

    def _send_otherwise(self, order: "_Moved") -> None:
        fulfilment.type_number(
            order_id=order.id, carrier_name="Kurir Kilat", number=f"KK{self.random.randrange(10**9):09d}",
            actor=f"seller:{order.seller_id}",
        )  # fmt: skip
        if self.chance(0.6):
            self.soon(
                (20, 70), lambda: _done(orders.deliver(order_id=order.id, actor=f"seller:{order.seller_id}"))
            )

    def _arrived(self, order: "_Moved") -> None:
        luck = self.random.random()
        if luck < 0.5:
            self.soon((1, 48), lambda: acts.confirm(order.id, order.customer_id))
        elif luck < 0.55:
            self.soon(
                (1, 24),
                lambda: _done(orders.extend(order_id=order.id, actor=f"customer:{order.customer_id}")),
            )
        elif luck < 0.58:
            self.soon((2, 40), lambda: self._complain(order))

    def _completed(self, order: "_Moved") -> None:
        if self.chance(0.4):
            rating = self.random.choice((5, 5, 5, 4, 4, 3, 2, 1))
            text = self.random.choice(SAYINGS)
            self.soon((0.5, 30), lambda: _done(acts.review(order.customer_id, order.id, rating, text)))
        if self.chance(0.02):
            self.soon((5, 100), lambda: self._complain(order))

    def _complain(self, order: "_Moved") -> None:
        """Staff gives the first line back, in whole or half."""
        page = order_queries.facts(order.id)
        line = page.lines[0]
        whole = self.chance(0.5)
        part = Part(units=line.units, amount_minor=line.held_minor) if whole else Part(
            units=0, amount_minor=max(line.held_minor // 2, 1)
        )  # fmt: skip
        aftersales.refund(
            refund_id=ids.uuid7(), order_id=order.id, lines={line.id: part}, reason="not as described", actor=STAFF,
            funder=self.random.choice(("seller", "venture")),
        )  # fmt: skip
        self.counted["refunds by staff"] += 1


@dataclass(frozen=True, slots=True)
class _Moved:
    id: UUID
    customer_id: int
    seller_id: int


def _done(_result: Any) -> None:
    """An act whose result nobody looks at."""
