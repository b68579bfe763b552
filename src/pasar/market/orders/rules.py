"""The life of an order: who may do what to a line, until when, and what happens at the deadline.

    awaiting_payment → to_ship → packed → shipped → delivered → completed
            │             │         │        ↓ ↑        ↑
            └─→ cancelled ←─────────┘   delivery_failed ┘ → returned

The machine runs per line; an order's status is the one of its least advanced line that is still going on.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pasar.kernel.money import round_to, split

AWAITING_PAYMENT, TO_SHIP, PACKED, SHIPPED = "awaiting_payment", "to_ship", "packed", "shipped"
DELIVERY_FAILED, DELIVERED, COMPLETED = "delivery_failed", "delivered", "completed"
RETURNED, CANCELLED = "returned", "cancelled"

PROGRESS = (AWAITING_PAYMENT, TO_SHIP, PACKED, SHIPPED, DELIVERY_FAILED, DELIVERED, COMPLETED)
"""From the least advanced to the most. Returned and cancelled lines take no part in an order's status."""
GONE = frozenset({RETURNED, CANCELLED})
ENDED = frozenset({COMPLETED, *GONE})
CASH_OVER = frozenset({DELIVERED, *ENDED})
"""Where the door is behind an order: what was to be collected there has been, or never will be."""

CUSTOMER, SELLER, STAFF, CARRIER, SYSTEM = "customer", "seller", "person", "carrier", "system"
"""First part of an actor such as `seller:12`."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One thing that may happen to a line, and who may let it happen."""

    verb: str
    from_status: str
    to_status: str
    who: frozenset[str]


def _may(verb: str, from_status: str, to_status: str, *who: str) -> Transition:
    return Transition(verb, from_status, to_status, frozenset(who))


TRANSITIONS = (
    _may("pay", AWAITING_PAYMENT, TO_SHIP, SYSTEM),
    _may("expire", AWAITING_PAYMENT, CANCELLED, SYSTEM),
    _may("cancel", AWAITING_PAYMENT, CANCELLED, CUSTOMER, STAFF, SYSTEM),
    _may("cancel", TO_SHIP, CANCELLED, CUSTOMER, SELLER, STAFF, SYSTEM),
    _may("cancel", PACKED, CANCELLED, SELLER, STAFF, SYSTEM),
    _may("cancel", DELIVERY_FAILED, CANCELLED, STAFF),  # lost on the way: nothing comes back
    _may("pack", TO_SHIP, PACKED, SELLER, STAFF, SYSTEM),
    _may("ship", PACKED, SHIPPED, SELLER, CARRIER, STAFF, SYSTEM),
    _may("deliver", SHIPPED, DELIVERED, CUSTOMER, SELLER, CARRIER, STAFF, SYSTEM),
    _may("deliver", DELIVERY_FAILED, DELIVERED, CARRIER, STAFF),  # a second attempt got through
    _may("fail_delivery", SHIPPED, DELIVERY_FAILED, SELLER, CARRIER, STAFF),
    _may("back_at_seller", DELIVERY_FAILED, RETURNED, SELLER, CARRIER, STAFF),
    _may("complete", DELIVERED, COMPLETED, CUSTOMER, STAFF, SYSTEM),
)
BY_VERB: Mapping[str, Mapping[str, Transition]] = {
    verb: {each.from_status: each for each in TRANSITIONS if each.verb == verb}
    for verb in {each.verb for each in TRANSITIONS}
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """What happens to an order that stays in a status, and by which clock."""

    clock: str
    action: str


DEADLINES: Mapping[str, Deadline] = {
    TO_SHIP: Deadline("ship_by", "cancel_unshipped"),
    PACKED: Deadline("ship_by", "cancel_unshipped"),
    SHIPPED: Deadline("arrive_by", "presume_delivered"),
    DELIVERY_FAILED: Deadline("arrive_by", "ask_operator"),
    DELIVERED: Deadline("confirm_by", "complete"),
}
"""Awaiting payment has its clock on the purchase (`pay_by`): its orders are paid or expire together."""


@dataclass(frozen=True, slots=True)
class LineState:
    id: UUID
    order_id: UUID
    status: str


@dataclass(frozen=True, slots=True)
class Move:
    """One line's step."""

    order_id: UUID
    line_id: UUID
    from_status: str
    to_status: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a verb does: the steps, and the lines it may not touch (then it does nothing)."""

    moves: tuple[Move, ...]
    stuck: tuple[LineState, ...]


def actor_kind(actor: str) -> str:
    return actor.partition(":")[0]


def plan(verb: str, lines: Iterable[LineState], actor: str) -> Plan:
    """Steps of `verb` for these lines by `actor`; lines already where it leads are passed over.

    Lines that are gone (cancelled, returned) are never stuck: the verb is for the rest of the order.
    """
    allowed = BY_VERB[verb]
    targets = {each.to_status for each in allowed.values()}
    moves, stuck = [], []
    for line in lines:
        if line.status in targets or line.status in GONE:
            continue
        step = allowed.get(line.status)
        if step is None or actor_kind(actor) not in step.who:
            stuck.append(line)
        else:
            moves.append(Move(line.order_id, line.id, step.from_status, step.to_status))
    return Plan(tuple(moves), tuple(stuck))


def order_status(statuses: Collection[str]) -> str:
    """The status of an order with lines in these: the least advanced one still going on.

    When nothing goes on any more: returned if anything came back, else cancelled.
    """
    going = [status for status in statuses if status not in GONE]
    if going:
        return min(going, key=PROGRESS.index)
    return RETURNED if RETURNED in statuses else CANCELLED


def may(verb: str, statuses: Collection[str], actor: str) -> bool:
    """Whether `actor` may do this to an order with lines in these statuses, and it would change something."""
    lines = [LineState(UUID(int=n), UUID(int=0), status) for n, status in enumerate(statuses)]
    outcome = plan(verb, lines, actor)
    return bool(outcome.moves) and not outcome.stuck


SCAN_PATHS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    SHIPPED: {PACKED: ("ship",)},
    DELIVERED: {PACKED: ("ship", "deliver"), SHIPPED: ("deliver",), DELIVERY_FAILED: ("deliver",)},
    DELIVERY_FAILED: {PACKED: ("ship", "fail_delivery"), SHIPPED: ("fail_delivery",)},
    RETURNED: {
        PACKED: ("ship", "fail_delivery", "back_at_seller"),
        SHIPPED: ("fail_delivery", "back_at_seller"),
        DELIVERY_FAILED: ("back_at_seller",),
    },
}
"""Verbs that bring a line to what a carrier reported, by where the line is. A report of something the line has
already passed has no entry: scans never move an order back."""


def verbs_towards(reported: str, status: str) -> tuple[str, ...]:
    """The verbs to apply, in order; none when the line is there already or beyond."""
    return SCAN_PATHS.get(reported, {}).get(status, ())


def unit_prices(unit_minor: int, units: int, sellers: Iterable[tuple[int, Sequence[int]]]) -> tuple[int, ...]:
    """What each unit of a line costs after its seller's discounts; they sum to the line's goods less those.

    sellers: per discount the seller's part, and what each unit is cheaper by in all.
    """
    prices = [unit_minor] * units
    for part, cheaper in sellers:
        prices = [price - off for price, off in zip(prices, split(part, cheaper), strict=True)]
    return tuple(prices)


def refundable(lines: Sequence[tuple[int, bool, bool]], shipping_minor: int) -> tuple[int, int]:
    """(goods, shipping) to give back when some lines go.

    lines: (goods_minor, goes now, was gone before) of every line of the order. Shipping is given back with the last
    line: while one line is still to come, the parcel still travels.
    """
    goods = sum(goods_minor for goods_minor, goes, _gone in lines if goes)
    nothing_left = all(goes or gone for _goods, goes, gone in lines)
    return goods, shipping_minor if nothing_left and any(goes for _goods, goes, _gone in lines) else 0


def cash_due(goods_minor: int, shipping_minor: int, step_minor: int) -> tuple[int, int]:
    """(cash to collect, rounding in it): what is left to pay as the nearest multiple of the cash step, half up.

    At least one step is collected, so that rounding never makes something free; nothing where nothing is left.
    """
    exact = goods_minor + shipping_minor
    if not exact:
        return 0, 0
    due = max(round_to(exact, step_minor), step_minor)
    return due, due - exact
