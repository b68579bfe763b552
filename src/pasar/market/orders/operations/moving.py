"""What all verbs share: one plan and two statements for any number of lines and orders."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pasar import countries
from pasar.kernel import clock, events, ids, sql
from pasar.kernel.errors import NotFound
from pasar.market.orders import deadlines, rules
from pasar.market.orders.errors import NotPossible, UnknownLine
from pasar.market.orders.events import OrderMoved
from pasar.market.orders.queries import LineRow, OrderRow, lock_orders

PACKAGE = "pasar.market.orders"


@dataclass(frozen=True, slots=True)
class Moved:
    """An order some of whose lines stepped on."""

    order: OrderRow
    """As it was before."""
    lines: tuple[LineRow, ...]
    """Those that moved, as they were before."""
    status: str
    """The order's status now."""

    @property
    def nothing_left(self) -> bool:
        """Whether every line is now cancelled or returned."""
        return self.status in rules.GONE


def lock_for(order_ids: Collection[UUID], actor: str, *, with_purchases: bool = False) -> list[OrderRow]:
    """The orders, locked, if they are the actor's.  Raises NotFound, also for somebody else's."""
    orders = lock_orders(order_ids, with_purchases=with_purchases)
    if len(orders) != len(set(order_ids)) or not all(owns(order, actor) for order in orders):
        raise NotFound
    return orders


def owns(order: OrderRow, actor: str) -> bool:
    """Whether an actor has to do with the order: its customer, its seller; staff, carriers and the system with all."""
    kind, _colon, who = actor.partition(":")
    if kind == rules.CUSTOMER:
        return str(order.customer_id) == who
    if kind == rules.SELLER:
        return str(order.seller_id) == who
    return kind in (rules.STAFF, rules.CARRIER, rules.SYSTEM)


def move(
    orders: Sequence[OrderRow],
    verb: str,
    *,
    actor: str,
    reason: str = "",
    line_ids: Collection[UUID] | None = None,
    tracked: bool = True,
) -> list[Moved]:
    """Apply a verb to locked orders; return those it changed. All or nothing.

    line_ids: only these lines, all of which belong to the orders.  Raises UnknownLine; NotPossible when a line
    cannot take the step, or not by this actor.
    """
    plans: list[Moved] = []
    steps: list[rules.Move] = []
    if line_ids is not None and not set(line_ids) <= {line.id for each in orders for line in each.lines}:
        raise UnknownLine
    for order in orders:
        lines = [line for line in order.lines if line_ids is None or line.id in line_ids]
        plan = rules.plan(verb, [line.state for line in lines], actor)
        if plan.stuck:
            raise NotPossible(verb=verb, status=plan.stuck[0].status)
        if not plan.moves:
            continue
        after = {step.line_id: step.to_status for step in plan.moves}
        status = rules.order_status([after.get(line.id, line.status) for line in order.lines])
        plans.append(Moved(order, tuple(line for line in lines if line.id in after), status))
        steps += plan.moves
    if steps:
        _write(plans, steps, actor=actor, reason=reason[:200], tracked=tracked)
    return plans


def _write(
    plans: Sequence[Moved], steps: Sequence[rules.Move], *, actor: str, reason: str, tracked: bool
) -> None:
    now = clock.now()
    said: dict[str, Any] = {"actor": actor, "reason": reason, "at": now}
    country_of = {plan.order.id: plan.order.country for plan in plans}
    sql.run(
        PACKAGE, "move_lines",
        countries=[country_of[step.order_id] for step in steps],
        order_ids=[step.order_id for step in steps],
        line_ids=[step.line_id for step in steps],
        event_ids=[ids.uuid7() for _ in steps],
        from_statuses=[step.from_status for step in steps],
        to_statuses=[step.to_status for step in steps],
        **said,
    )  # fmt: skip
    changed = [plan for plan in plans if plan.status != plan.order.status]
    if not changed:
        return
    dues = [
        deadlines.due(
            countries.get(plan.order.country),
            plan.status,
            now,
            promise_to=plan.order.promise_to,
            tracked=tracked,
        )
        for plan in changed
    ]
    sql.run(
        PACKAGE, "move_orders",
        countries=[plan.order.country for plan in changed],
        order_ids=[plan.order.id for plan in changed],
        event_ids=[ids.uuid7() for _ in changed],
        from_statuses=[plan.order.status for plan in changed],
        to_statuses=[plan.status for plan in changed],
        deadlines=[due.at for due in dues],
        actions=[due.action for due in dues],
        **said,
    )  # fmt: skip
    events.append(
        OrderMoved(
            country=plan.order.country,
            order_id=plan.order.id,
            purchase_id=plan.order.purchase_id,
            customer_id=plan.order.customer_id,
            seller_id=plan.order.seller_id,
            from_status=plan.order.status,
            to_status=plan.status,
            actor=actor,
            reason=reason,
        )
        for plan in changed
    )
