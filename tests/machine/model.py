"""What the market should be: plain numbers beside the database, and what each deed does to them.

It knows the rules of the house as a customer would tell them, not how they are built: who is served first, what
vouchers and coins take off, when a purchase expires, what a cancellation gives back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pasar.market.checkout.requests import PlaceRequest

PAY_WITHIN = timedelta(minutes=30)
QUOTA_READY = timedelta(minutes=2)
"""How long before a flash sale its units leave the shop's shelf."""
CASH_STEP, COIN = 500_00, 1_00
GONE = frozenset({"cancelled", "returned"})


@dataclass
class Level:
    on_hand: int
    reserved: int = 0

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved


@dataclass
class Voucher:
    """kind: "shop" takes an amount off a shop's goods, "platform" a tenth off all goods, "delivery" up to an amount."""

    id: int
    kind: str
    quota: int
    per_customer: int | None
    ends_at: datetime
    shop_id: int | None = None
    amount_minor: int = 0
    used: int = 0
    uses: Counter[int] = field(default_factory=Counter)
    owners: set[int] = field(default_factory=set)

    def for_(self, customer: int, at: datetime) -> bool:
        return (
            at < self.ends_at
            and self.used < self.quota
            and customer in self.owners
            and (self.per_customer is None or self.uses[customer] < self.per_customer)
        )


@dataclass
class Flash:
    """Units of one SKU for less, for some hours, on a shelf of their own."""

    id: int
    sku: int
    shelf: int
    price_minor: int
    units: int
    per_customer: int
    starts_at: datetime
    ends_at: datetime
    state: str = "approved"
    quota: int = 0
    sold: int = 0
    uses: Counter[int] = field(default_factory=Counter)


@dataclass
class Part:
    """A line, or a delivery, as it was paid: by the customer, the venture and coins; and what of it went back."""

    amount_minor: int
    subsidy_minor: int
    coins_minor: int
    back_minor: int = 0
    subsidy_back_minor: int = 0
    coins_back_minor: int = 0

    @property
    def money_minor(self) -> int:
        return self.amount_minor - self.subsidy_minor - self.coins_minor

    @property
    def left_minor(self) -> int:
        return self.amount_minor - self.back_minor


@dataclass
class Line:
    id: UUID
    sku: int
    warehouse: int
    units: int
    part: Part
    status: str
    units_back: int = 0
    """Given back the money for, one by one."""
    coins_owed: bool = False
    """Cancelled before its cash was collected: its coins come back when the order is over."""


@dataclass
class Order:
    id: UUID
    shop: int
    seller: int
    lines: list[Line]
    delivery: Part
    held: frozenset[UUID | None] = frozenset()
    """The lines, and delivery (None), whose money is in escrow, or was."""
    paid_minor: int = 0
    """By the customer, in money, with the rounding of cash."""
    returned_minor: int = 0

    @property
    def status(self) -> str:
        going = [line.status for line in self.lines if line.status not in GONE]
        if going:
            # Nothing that a deed here does leaves the lines that go on at different steps.
            assert len(set(going)) == 1, going
            return going[0]
        return "returned" if any(line.status == "returned" for line in self.lines) else "cancelled"

    @property
    def over(self) -> bool:
        return self.status in {"completed", *GONE}

    @property
    def parts(self) -> dict[UUID | None, Part]:
        return {line.id: line.part for line in self.lines} | {None: self.delivery}

    @property
    def back_minor(self) -> int:
        """In money, by its layers: without the rounding of cash."""
        return sum(p.back_minor - p.subsidy_back_minor - p.coins_back_minor for p in self.parts.values())


@dataclass
class Purchase:
    id: UUID
    customer: int
    method: str
    total_minor: int
    status: str
    pay_by: datetime
    orders: list[Order]
    vouchers: list[Voucher]
    """Used, and not given back."""
    captured_minor: int = 0
    returned_minor: int = 0
    """Of the provider's payment."""


@dataclass(frozen=True)
class Priced:
    """What a selection costs now."""

    units: Mapping[int, int]
    """Price of a unit by SKU."""
    flash: frozenset[int]
    seller_off_minor: int
    platform_off_minor: int
    delivery_off_minor: int
    coins_minor: int
    total_minor: int
    vouchers: tuple[Voucher, ...]


@dataclass(frozen=True)
class Refusal:
    """Why a request is not served: the code, and what it is about."""

    code: str
    about: Any = None


@dataclass
class Sale:
    """What a request takes when it is served, before its purchase has a name."""

    request: PlaceRequest
    priced: Priced


class Model:
    """All that the market has, and who has it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.prices: dict[int, int] = {}
        self.shop_of: dict[int, int] = {}
        self.warehouse_of: dict[int, int] = {}
        self.open: dict[int, bool] = {}
        self.levels: dict[tuple[int, int], Level] = {}
        self.vouchers: list[Voucher] = []
        self.wallets: dict[int, int] = {}
        self.coins: Counter[int] = Counter()
        self.baskets: dict[tuple[int, int], int] = {}
        self.purchases: list[Purchase] = []
        self.answers: dict[tuple[int, str], PlaceRequest] = {}
        self.flash: Flash

    # --- what things cost, and who is served

    def free(self, sku: int) -> int:
        """On the shop's own shelf."""
        return self.levels[sku, self.warehouse_of[sku]].free

    def usable(self, customer: int) -> frozenset[int]:
        return frozenset(each.id for each in self.vouchers if each.for_(customer, self.now))

    def price(
        self,
        customer: int,
        lines: Iterable[tuple[int, int]],
        *,
        shipping: Mapping[int, int],
        chosen: Iterable[int],
        spend_coins: bool,
        method: str,
    ) -> Priced:
        """Shop vouchers first, then the platform's on the rest, then coins for up to half of what is left."""
        lines = list(lines)
        flash = frozenset(sku for sku, units in lines if self.at_flash_price(customer, sku, units))
        units = {sku: self.flash.price_minor if sku in flash else self.prices[sku] for sku, _ in lines}
        by_shop: Counter[int] = Counter()
        for sku, n in lines:
            by_shop[self.shop_of[sku]] += units[sku] * n
        may = [each for each in self.vouchers if each.id in set(chosen) and each.for_(customer, self.now)]
        seller_off = platform_off = delivery_off = 0
        used = []
        for voucher in sorted(may, key=lambda each: ("shop", "platform", "delivery").index(each.kind)):
            off = 0
            if voucher.kind == "shop":
                seller_off += (off := min(voucher.amount_minor, by_shop[voucher.shop_id or 0]))
            elif voucher.kind == "platform":
                platform_off += (off := (sum(by_shop.values()) - seller_off) // 10)
            else:
                delivery_off += (off := min(voucher.amount_minor, sum(shipping.values())))
            if off:
                used.append(voucher)
        left = sum(by_shop.values()) - seller_off - platform_off
        coins = min(self.coins[customer], left // 2) // COIN * COIN if spend_coins else 0
        total = left - coins + sum(shipping.values()) - delivery_off
        if method == "cod":
            assert len(by_shop) == 1, "cash is rounded parcel by parcel"
            total = cash(total)
        return Priced(units, flash, seller_off, platform_off, delivery_off, coins, total, tuple(used))

    def at_flash_price(self, customer: int | None, sku: int, units: int) -> bool:
        """Whether so many can be had at the flash price, by this customer or by one who has none yet (None)."""
        flash = self.flash
        running = flash.state == "open" and flash.starts_at <= self.now < flash.ends_at
        left, used = flash.quota - flash.sold, flash.uses[customer] if customer else 0
        return (
            sku == flash.sku
            and running
            and flash.price_minor < self.prices[sku]
            and units <= min(left, flash.per_customer - used)
        )

    def problems(self, customer: int, lines: Iterable[tuple[int, int]]) -> frozenset[tuple[str, int]]:
        """What stands in the way, by SKU."""
        found = set()
        for sku, units in lines:
            if not self.open[self.shop_of[sku]]:
                found.add(("closed", sku))
            elif self.free(sku) < units and not self.at_flash_price(customer, sku, units):
                found.add(("out_of_stock", sku))
        return frozenset(found)

    def serve(self, request: PlaceRequest) -> Sale | Refusal | PlaceRequest:
        """What a request is answered: a sale, which takes what it takes at once; a refusal; or, when its key was served
        before, the request that was."""
        customer, key = request.customer_id, (request.customer_id, request.key)
        if before := self.answers.get(key):
            return before if before == request else Refusal("key_reused")
        lines = [(line.sku_id, line.units) for line in request.lines]
        if request.from_basket:
            other = frozenset(sku for sku, units in lines if self.baskets.get((customer, sku)) != units)
            if other:
                return Refusal("basket_changed", other)
        if problems := self.problems(customer, lines):
            return Refusal("problems", problems)
        priced = self.price(
            customer, lines, shipping=request.seen_shipping, chosen=request.wishes.chosen or (),
            spend_coins=request.wishes.spend_coins, method=request.method,
        )  # fmt: skip
        changed = {"price" for sku, seen in request.seen_prices.items() if priced.units[sku] != seen}
        changed |= {"total"} if priced.total_minor != request.seen_total_minor else set()
        if changed:
            return Refusal("changed", frozenset(changed))
        missing = priced.total_minor - self.wallets.get(customer, 0)
        if request.method == "wallet" and missing > 0:
            return Refusal("funds", missing)
        self.answers[key] = request
        self._take(request, lines, priced)
        return Sale(request, priced)

    def _take(self, request: PlaceRequest, lines: Sequence[tuple[int, int]], priced: Priced) -> None:
        customer = request.customer_id
        for sku, units in lines:
            if sku in priced.flash:
                self.flash.sold += units
                self.flash.uses[customer] += units
            self.levels[sku, self.shelf(sku, priced)].reserved += units
            if request.from_basket:
                del self.baskets[customer, sku]
        if request.method == "wallet":
            self.wallets[customer] -= priced.total_minor
        self.coins[customer] -= priced.coins_minor
        for voucher in priced.vouchers:
            voucher.used += 1
            voucher.uses[customer] += 1

    def shelf(self, sku: int, priced: Priced) -> int:
        return self.flash.shelf if sku in priced.flash else self.warehouse_of[sku]

    # --- what becomes of purchases

    def add(self, purchase: Purchase, sale: Sale) -> None:
        """A served request has its purchase, whose parts are what was reckoned."""
        priced, parts = sale.priced, [part for order in purchase.orders for part in order.parts.values()]
        assert (
            sum(part.subsidy_minor for part in parts) == priced.platform_off_minor + priced.delivery_off_minor
        )
        assert sum(part.coins_minor for part in parts) == priced.coins_minor
        money = sum(part.money_minor for part in parts)
        assert (
            purchase.total_minor == priced.total_minor == (cash(money) if purchase.method == "cod" else money)
        )
        self.purchases.append(purchase)
        if purchase.status == "paid":
            for order in purchase.orders:
                self.hold(order)

    def orders(self) -> list[tuple[Purchase, Order]]:
        return [(purchase, order) for purchase in self.purchases for order in purchase.orders]

    def paid(self, purchase: Purchase) -> bool:
        """Its money came in full: it is taken up where the purchase still waits, else all of it goes back."""
        if purchase.captured_minor:
            return False
        purchase.captured_minor = purchase.total_minor
        if purchase.status != "awaiting_payment":
            purchase.returned_minor = purchase.total_minor
            return False
        purchase.status = "paid"
        for order in purchase.orders:
            self.hold(order)
            for line in order.lines:
                line.status = "to_ship"
        return True

    def paid_wrongly(self, purchase: Purchase, received_minor: int) -> None:
        """Another amount than was asked for goes back whole, and the purchase with it."""
        if purchase.captured_minor:
            return
        purchase.captured_minor = purchase.returned_minor = received_minor
        if purchase.status == "awaiting_payment":
            self.stop(purchase, "cancelled")

    def stop(self, purchase: Purchase, status: str) -> None:
        """It is not paid, and never will be: everything it took comes back."""
        purchase.status = status
        for order in purchase.orders:
            for line in order.lines:
                self._free(purchase, line)
                line.status = "cancelled"
                self.coins[purchase.customer] += line.part.coins_minor
        self._vouchers_back(purchase)

    def expire_due(self) -> None:
        for purchase in self.purchases:
            if purchase.status == "awaiting_payment" and purchase.pay_by <= self.now:
                self.stop(purchase, "expired")

    def open_and_close_flash(self) -> None:
        flash = self.flash
        if flash.state == "approved" and flash.starts_at - QUOTA_READY <= self.now:
            normal = self.levels[flash.sku, self.warehouse_of[flash.sku]]
            flash.quota = min(flash.units, normal.free)
            flash.state = "open" if flash.quota else "closed"
            normal.on_hand -= flash.quota
            if flash.quota:
                self.levels[flash.sku, flash.shelf] = Level(flash.quota)
        if flash.state == "open" and flash.ends_at <= self.now:
            flash.state = "closed"
            self._bring_back()

    def send(self, order: Order) -> None:
        """What has not been cancelled leaves its shelf."""
        for line in order.lines:
            if line.status not in GONE:
                level = self.levels[line.sku, line.warehouse]
                level.on_hand -= line.units
                level.reserved -= line.units

    def cancel(self, purchase: Purchase, order: Order, line: Line | None) -> None:
        """What has not been sent stays; what was paid for it goes back, delivery with the last line."""
        gone = [each for each in ([line] if line else order.lines) if each.status not in GONE]
        self._leave(purchase, order, gone, "cancelled")

    def come_back(self, purchase: Purchase, order: Order) -> None:
        """Nobody took it in at the door: it lies on its shelf again."""
        self._leave(purchase, order, [each for each in order.lines if each.status not in GONE], "returned")

    def _leave(self, purchase: Purchase, order: Order, gone: Sequence[Line], status: str) -> None:
        for line in gone:
            self._free(purchase, line, was_sent=status == "returned")
            line.status = status
            line.coins_owed = line.id not in order.held and line.part.coins_minor > 0
        if gone and order.held:
            parts = [line.part for line in gone if line.id in order.held]
            if all(line.status in GONE for line in order.lines):
                parts.append(order.delivery)
            for part in parts:
                self._rest_back(purchase, order, part)
        self.end_of(purchase, order)

    def end_of(self, purchase: Purchase, order: Order) -> None:
        """What follows when an order is over, or at the door."""
        if order.over:
            for line in order.lines:
                if line.coins_owed:
                    self.coins[purchase.customer] += line.part.coins_minor
                    line.coins_owed = False
        statuses = {each.status for each in purchase.orders}
        if purchase.status == "to_collect" and statuses <= {"delivered", "completed", *GONE}:
            purchase.status = "paid" if statuses - GONE else "cancelled"
        self._vouchers_back(purchase)

    def collect(self, order: Order) -> None:
        """The carrier has the cash for what came, rounded."""
        if not order.held:
            self.hold(order)
            order.paid_minor = cash(order.paid_minor)

    @staticmethod
    def hold(order: Order) -> None:
        """What is paid for what has not been cancelled is in escrow."""
        lines = [line.id for line in order.lines if line.status not in GONE]
        order.held = frozenset([*lines, None])
        order.paid_minor = sum(order.parts[key].money_minor for key in order.held)

    def _rest_back(self, purchase: Purchase, order: Order, part: Part) -> None:
        coins = part.coins_minor - part.coins_back_minor
        part.back_minor, part.subsidy_back_minor = part.amount_minor, part.subsidy_minor
        part.coins_back_minor = part.coins_minor
        self.coins[purchase.customer] += coins
        self.return_money(purchase, order, self.due(order) - order.returned_minor)

    @staticmethod
    def due(order: Order) -> int:
        """What the customer has got back in all: what they paid once all of it went back, rounding included."""
        held = sum(order.parts[key].money_minor for key in order.held)
        return order.paid_minor if order.back_minor == held else min(order.back_minor, order.paid_minor)

    def return_money(self, purchase: Purchase, order: Order, minor: int) -> None:
        order.returned_minor += minor
        if purchase.method == "qr_transfer":
            purchase.returned_minor += minor
        else:
            self.wallets[purchase.customer] += minor

    def refund(self, purchase: Purchase, order: Order, key: UUID | None, back: Part) -> None:
        """An operator gave back some of a line or of the delivery: of each layer its share of what was left."""
        part = order.parts[key]
        left = (
            part.left_minor,
            part.subsidy_minor - part.subsidy_back_minor,
            part.coins_minor - part.coins_back_minor,
        )
        for layer, of in ((back.subsidy_minor, left[1]), (back.coins_minor, left[2])):
            assert 0 <= layer <= of
            assert abs(layer * left[0] - back.amount_minor * of) <= left[0], "not its share"
        part.back_minor += back.amount_minor
        part.subsidy_back_minor += back.subsidy_minor
        part.coins_back_minor += back.coins_minor
        self.coins[purchase.customer] += back.coins_minor
        self.return_money(purchase, order, self.due(order) - order.returned_minor)

    def _free(self, purchase: Purchase, line: Line, *, was_sent: bool = False) -> None:
        level = self.levels[line.sku, line.warehouse]
        if was_sent:
            level.on_hand += line.units
        else:
            level.reserved -= line.units
        if line.warehouse == self.flash.shelf:
            self.flash.sold -= line.units
            self.flash.uses[purchase.customer] -= line.units
            if self.flash.state == "closed":
                self._bring_back()

    def _bring_back(self) -> None:
        shelf = self.levels[self.flash.sku, self.flash.shelf]
        self.levels[self.flash.sku, self.warehouse_of[self.flash.sku]].on_hand += shelf.free
        shelf.on_hand = shelf.reserved

    def _vouchers_back(self, purchase: Purchase) -> None:
        """A voucher comes back with the last order that it took something off."""
        for voucher in list(purchase.vouchers):
            about = [o for o in purchase.orders if voucher.shop_id in (None, o.shop)]
            if all(order.status in GONE for order in about):
                purchase.vouchers.remove(voucher)
                voucher.used -= 1
                voucher.uses[purchase.customer] -= 1


def cash(minor: int) -> int:
    """What is collected at the door: whole steps, at least one where anything is due."""
    return max((minor + CASH_STEP // 2) // CASH_STEP * CASH_STEP, CASH_STEP) if minor else 0
