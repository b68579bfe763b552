"""What the verbs of orders mean for money: held when it is there, given back for what goes, paid out at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from pasar import countries
from pasar.finance.escrow import operations as escrow
from pasar.finance.escrow import queries as held
from pasar.finance.escrow.batch import NewHold
from pasar.finance.escrow.rules import Layers, LinePart, OrderPart, sum_of
from pasar.finance.ledger.rules import AccountKey, derived_id, party
from pasar.finance.payments import operations as payments
from pasar.market.orders import rules
from pasar.market.orders.operations.moving import Moved
from pasar.market.orders.queries.locking import LineRow, OrderRow, PurchaseRow

CASH = "cod"
OWN_DELIVERY = "own_courier"
RETAIL = "retail"


@dataclass(frozen=True, slots=True)
class Cash:
    """What a parcel collected at the door beside the goods of its lines."""

    shipping_minor: int
    rounding_minor: int


def hold(purchase: PurchaseRow, orders: Sequence[OrderRow]) -> None:
    """The purchase's captured payment goes into escrow, order by order, with what the venture and coins add."""
    escrow.hold(
        holds=[_hold(order, order.layers, order.rounding_minor) for order in orders], source="payment"
    )


def collect(moved: Sequence[Moved], cash: Cash | None = None) -> None:
    """Lines of orders paid in cash are at the door: what the carrier collected for them is in escrow from now on.

    The venture's part and coins come in with the lines that they belong to.
    cash: what the parcel says it collected for delivery and by rounding. None: delivery is paid with the order's
    first lines, and the sum rounded as the country does.
    """
    for each in moved:
        order, lines = each.order, each.lines
        if order.payment_method != CASH:
            continue
        goods = [line.layers for line in lines]
        paid = cash or _cash_of(order, sum(layers.money_minor for layers in goods))
        delivery = Layers(paid.shipping_minor)
        if paid.shipping_minor or (not order.delivery.money_minor and not _arrived(order)):
            subsidy = order.delivery.subsidy_minor
            delivery = Layers(paid.shipping_minor + subsidy, subsidy)
        escrow.hold(
            holds=[_hold(order, sum_of([*goods, delivery]), paid.rounding_minor)],
            source="cash",
            carrier_key=order.carrier_key,
            part=str(lines[0].id),
        )


def _cash_of(order: OrderRow, goods_minor: int) -> Cash:
    shipping = 0 if _arrived(order) else order.delivery.money_minor
    rule = countries.get(order.country).cash
    rounding = rules.cash_due(goods_minor, shipping, rule.step_minor)[1] if rule else 0
    return Cash(shipping, rounding)


def _arrived(order: OrderRow) -> bool:
    """Whether some of it came before: delivery is paid once, with what comes first."""
    return any(line.status in (rules.DELIVERED, rules.COMPLETED) for line in order.lines)


def give_back(moved: Sequence[Moved], *, actor: str, reason: str) -> None:
    """What lines that go were paid with returns to where it came from; delivery's with the last of them.

    Cash was never paid for what did not arrive. What an operator gave back before is not given twice.
    """
    paid = [each for each in moved if each.order.payment_method != CASH and each.lines]
    shares = held.shares_of([each.order.id for each in paid]) if paid else {}
    for each in paid:
        order, gone = each.order, {line.id for line in each.lines}
        before = shares.get(order.id, {})
        _goods, shipping = rules.refundable(
            [(line.layers.amount_minor, line.id in gone, line.status in rules.GONE) for line in order.lines],
            order.delivery.amount_minor,
        )
        parts = {line.id: line.layers.amount_minor for line in each.lines} | (
            {None: shipping} if shipping else {}
        )
        escrow.give_back(
            order_id=order.id,
            parts={
                key: amount - (before[key].given_back_minor if key in before else 0)
                for key, amount in parts.items()
            },
            refund_id=derived_id(order.id, "give_back", *sorted(str(line_id) for line_id in gone)),
            reason=f"{reason} ({rules.actor_kind(actor)})"[:60],
            paid_with=order.paid_with,
        )


def stop_waiting(purchase: PurchaseRow, *, expired: bool) -> None:
    """No payment is awaited any more; one that comes yet goes back."""
    payments.stop(purchase.id)


def release(moved: Sequence[Moved]) -> None:
    """Pay out the escrow of completed orders to those it is owed to."""
    escrow.release(orders=[_part(each.order) for each in moved])


def _hold(order: OrderRow, layers: Layers, rounding_minor: int) -> NewHold:
    return NewHold(
        order_id=order.id,
        purchase_id=order.purchase_id,
        country=order.country,
        currency=order.currency,
        customer_id=order.customer_id,
        seller_id=order.seller_id,
        amount_minor=layers.amount_minor,
        rounding_minor=rounding_minor,
        subsidy_minor=layers.subsidy_minor,
        coins_minor=layers.coins_minor,
    )


def _part(order: OrderRow) -> OrderPart:
    by_carrier = order.carrier_key != OWN_DELIVERY
    return OrderPart(
        order_id=order.id,
        seller_id=order.seller_id,
        seller_class=order.seller_class,
        retail=order.seller_class == RETAIL,
        carrier=AccountKey("shipping_payable", party(order.carrier_key)) if by_carrier else None,
        lines=tuple(_line(line) for line in order.lines if line.status not in rules.GONE),
        shipping_minor=order.delivery.amount_minor,
        shipping_tax_minor=order.shipping_tax_minor,
        shipping_seller_discount_minor=order.shipping_seller_discount_minor,
    )


def _line(line: LineRow) -> LinePart:
    return LinePart(
        line_id=line.id,
        goods_minor=line.layers.amount_minor,
        tax_minor=line.tax_minor,
        commission_bps=line.commission_bps,
        payment_fee_bps=line.payment_fee_bps,
        cost_minor=(line.cost_minor or 0) * line.units,
    )
