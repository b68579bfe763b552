"""Verbs of escrow, each within its caller's transaction: lock the holds, check, move them and the ledger together.

Locks: holds in order id, then turnovers and the payment, then ledger balances. Whether an order may be released or
given back is decided above, under the order's lock; that it happens once is kept here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from pasar import countries
from pasar.finance.escrow import batch, queries, rules
from pasar.finance.escrow.batch import ESCROW, ROUNDING, SUBSIDY, NewHold, Source
from pasar.finance.escrow.errors import NothingHeld, RefundTooLarge
from pasar.finance.escrow.events import EscrowGivenBack, EscrowReleased
from pasar.finance.escrow.models import Refund
from pasar.finance.escrow.queries import HoldRow
from pasar.finance.escrow.rules import Layers, Leg, OrderPart, Share, TakenBack
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id
from pasar.finance.payments import operations as payments
from pasar.finance.tax import operations as tax
from pasar.finance.tax.rules import in_force, proportion
from pasar.kernel import clock, events, sql
from pasar.kernel.batch import run as run_batch

Parts = Mapping[UUID | None, int]
"""Minor units by line; None is delivery's part."""

PaidWith = Mapping[UUID | None, Layers]
"""What lines and delivery were paid with; whatever is not in it, with the customer's money alone."""


@transaction.atomic
def hold(*, holds: Sequence[NewHold], source: Source, carrier_key: str = "", part: str = "") -> None:
    """Take the money of orders into escrow, from the wallet, a captured payment, or cash at the door.

    What the venture and the customer's coins add comes in at the same moment.
    part: tells several fillings of one order apart (its parcels paid at the door); a repeat changes nothing.
    Raises InsufficientFunds when a wallet, or an account of coins, has too little.
    """
    if not holds:
        return
    now = clock.now()
    ordered = sorted(holds, key=lambda each: each.order_id)
    posted = ledger.post(batch.transfers(ordered, source, carrier_key, part=part), at=now)
    # Where nothing is to be paid there is nothing to post, and the hold says that it was all.
    if opened := ordered if posted else [each for each in ordered if not each.amount_minor]:
        run_batch(connection, [batch.open_holds(opened, now, source)])


@transaction.atomic
def release(*, orders: Sequence[OrderPart]) -> int:
    """Pay out what is in escrow for complete orders to those it is owed to; return how many were.

    Goods go to the seller, who pays commission, fee and withheld tax from them; delivery goes to the carrier, or to the
    seller who delivers himself; the venture's own shelf earns revenue and tax payable, and its goods become cost.
    """
    now = clock.now()
    held = queries.lock_holds(order.order_id for order in orders)
    due = [order for order in orders if order.order_id in held and held[order.order_id].ended_at is None]
    if not due:
        return 0
    released = _share_out(due, held, now)
    transfers = [
        _transfer(held[order.order_id], leg, "release", leg.code)
        for order in due
        for leg in rules.release_legs(order, released[order.order_id])
    ]
    _write_release(due, held, released, now)
    ledger.post(transfers, at=now)
    events.append(
        EscrowReleased(
            country=held[order.order_id].country, order_id=order.order_id, seller_id=order.seller_id,
            released_minor=held[order.order_id].open_minor, currency=held[order.order_id].currency,
        )
        for order in due
    )  # fmt: skip
    return len(due)


def _share_out(
    due: Sequence[OrderPart], held: Mapping[UUID, HoldRow], now: datetime
) -> dict[UUID, list[Share]]:
    """The shares of each order; sellers' turnover grows on the way, so that thresholds are passed in order."""
    year = {
        order.order_id: (held[order.order_id].country, order.seller_id) for order in due if not order.retail
    }
    years = {key: (*place, tax.year_of(place[0], now)) for key, place in year.items()}
    turnover = tax.lock_turnovers(years.values())
    added: dict[tax.Year, int] = dict.fromkeys(turnover, 0)
    result = {}
    for order in due:
        hold = held[order.order_id]
        country = countries.get(hold.country)
        today = now.astimezone(ZoneInfo(country.time_zone)).date()
        given_back = {line: share.given_back_minor for line, share in hold.shares.items()}
        goods = sum(line.goods_minor - given_back.get(line.line_id, 0) for line in order.lines)
        place = years.get(order.order_id)
        before = turnover[place] + added[place] if place else 0
        kept = in_force(
            country.withholdings,
            on=today,
            seller_class=order.seller_class,
            year_minor=before,
            sale_minor=goods,
        )
        paid = _with_delivery(order, hold.open_minor - goods + given_back.get(None, 0))
        parts = rules.shares(
            paid, given_back, service_tax_bps=country.service_tax_bps(today), withholdings=kept
        )
        assert sum(part.released_minor for part in parts) == hold.open_minor, (
            "escrow is shared out to the last unit"
        )
        result[order.order_id] = parts
        if place:
            added[place] += goods
    tax.add_turnovers(added)
    return result


def _with_delivery(order: OrderPart, shipping_minor: int) -> OrderPart:
    """The order with delivery as it was paid: at the door it comes with one of the parcels, which may have failed."""
    if shipping_minor == order.shipping_minor:
        return order
    assert 0 <= shipping_minor < order.shipping_minor, "delivery was paid once, or not at all"
    tax_minor = proportion(order.shipping_tax_minor, shipping_minor, order.shipping_minor)
    return replace(order, shipping_minor=shipping_minor, shipping_tax_minor=tax_minor)


def _write_release(
    due: Sequence[OrderPart],
    held: Mapping[UUID, HoldRow],
    released: Mapping[UUID, Sequence[Share]],
    now: datetime,
) -> None:
    rows = [(held[order.order_id], part) for order in due for part in released[order.order_id]]
    sql.run(
        "pasar.finance.escrow", "release",
        order_ids=[hold.order_id for hold, _ in rows], countries=[hold.country for hold, _ in rows],
        line_ids=[part.line_id for _, part in rows], payees=[part.payee for _, part in rows],
        released=[part.released_minor for _, part in rows],
        commissions=[part.commission_minor for _, part in rows],
        commission_taxes=[part.commission_tax_minor for _, part in rows],
        fees=[part.fee_minor for _, part in rows], fee_taxes=[part.fee_tax_minor for _, part in rows],
        withheld=[part.withheld_minor for _, part in rows], taxes=[part.tax_minor for _, part in rows],
    )  # fmt: skip
    _move(
        [order.order_id for order in due], now,
        released=[held[order.order_id].open_minor for order in due],
    )  # fmt: skip


@transaction.atomic
def give_back(
    *,
    order_id: UUID,
    parts: Parts,
    refund_id: UUID,
    reason: str,
    to_wallet: bool = False,
    paid_with: PaidWith | None = None,
) -> int:
    """Give parts of an order back before its release; return what money the customer gets, in minor units.

    It goes to where it came from: the wallet, or the payment's source; cash goes to the wallet, as does all money
    with to_wallet; subsidy to the venture and coins to the customer's coins. refund_id: makes it repeatable. An order
    without money gives back nothing.
    Raises RefundTooLarge.
    """
    hold = queries.lock_holds([order_id]).get(order_id)
    wanted = {line: amount for line, amount in parts.items() if amount}
    if hold is None or not wanted:
        return 0
    if known := Refund.objects.filter(pk=refund_id).first():
        return known.returned_minor
    amount = sum(wanted.values())
    if min(wanted.values()) < 0 or amount > hold.open_minor:
        raise RefundTooLarge(left_minor=hold.open_minor)
    layers = _layers(hold, wanted, paid_with)
    now = clock.now()
    sql.run(
        "pasar.finance.escrow", "give_back",
        order_ids=[order_id] * len(wanted), countries=[hold.country] * len(wanted), line_ids=list(wanted),
        amounts=list(wanted.values()), subsidies=[each.subsidy_minor for each in layers],
        coins=[each.coins_minor for each in layers],
    )  # fmt: skip
    back = _Back(refund_id, rules.sum_of(layers), reason, to_wallet, after_release=False)
    returned = _return(hold, back, now)
    _move_back(hold, back.layers, returned, now, given_back=[amount])
    return returned


@transaction.atomic
def take_back(
    *,
    order_id: UUID,
    parts: Parts,
    refund_id: UUID,
    reason: str,
    goodwill: bool = False,
    to_wallet: bool = False,
    paid_with: PaidWith | None = None,
) -> int:
    """Give parts of an order back after its release; return what money the customer gets, in minor units.

    It is taken from those it went to, with commission, fee and withheld tax given back to them in proportion; with
    goodwill it is at the venture's own cost. Each layer goes to where it came from, as in `give_back`.
    Raises NothingHeld when nothing was released; RefundTooLarge for more than is left of a part.
    """
    hold = queries.lock_holds([order_id]).get(order_id)
    if hold is None or not hold.released_minor:
        raise NothingHeld(order_id=order_id)
    if known := Refund.objects.filter(pk=refund_id).first():
        return known.returned_minor
    wanted = {line: amount for line, amount in parts.items() if amount}
    taken = [_taken(hold, line, amount) for line, amount in wanted.items()]
    layers = _layers(hold, wanted, paid_with)
    now = clock.now()
    # Before any balance, as a release does it: the two would wait for each other otherwise.
    sold = [each for each in taken if each.share.payee == rules.SELLER and each.share.line_id is not None]
    if sold and not goodwill:
        year = (hold.country, hold.seller_id, tax.year_of(hold.country, now))
        tax.add_turnovers({year: -sum(each.amount_minor for each in sold)})
    legs = rules.take_back_legs(hold.seller_id, taken, goodwill=goodwill)
    ledger.post([_transfer(hold, leg, "take_back", leg.code, str(refund_id)) for leg in legs], at=now)
    # Delivery by a carrier is at the venture's cost too, see `take_back_legs`.
    own_cost = [goodwill or each.share.payee == rules.SHIPPING for each in taken]
    from_payee = [0 if own else each.amount_minor for each, own in zip(taken, own_cost, strict=True)]
    at_own_cost = [each.amount_minor if own else 0 for each, own in zip(taken, own_cost, strict=True)]
    sql.run(
        "pasar.finance.escrow", "take_back",
        order_id=order_id, line_ids=[each.share.line_id for each in taken], taken=from_payee, goodwill=at_own_cost,
        subsidies=[each.subsidy_minor for each in layers], coins=[each.coins_minor for each in layers],
    )  # fmt: skip
    back = _Back(refund_id, rules.sum_of(layers), reason, to_wallet, after_release=True)
    returned = _return(hold, back, now)
    _move_back(hold, back.layers, returned, now, taken_back=[sum(from_payee)], goodwill=[sum(at_own_cost)])
    return returned


def _taken(hold: HoldRow, line: UUID | None, amount: int) -> TakenBack:
    found = hold.shares.get(line)
    left = found.released_minor - found.taken_back_minor - found.goodwill_minor if found else 0
    if found is None or not 0 < amount <= left:
        raise RefundTooLarge(left_minor=left)
    return TakenBack(found.share, found.taken_back_minor, amount)


def _layers(hold: HoldRow, wanted: Mapping[UUID | None, int], paid_with: PaidWith | None) -> list[Layers]:
    """What the wanted amounts are made of, in their order.  Raises RefundTooLarge for more than is left of a line."""
    known = paid_with or {}
    assert hold.paid_minor == hold.amount_minor or known.keys() >= wanted.keys(), (
        "who gives back subsidy or coins says of which lines they are"
    )
    result = []
    for line, amount in wanted.items():
        if line in known:
            share = hold.shares.get(line)
            gone = (
                (share.back_minor, share.subsidy_back_minor, share.coins_back_minor) if share else (0, 0, 0)
            )
            left = known[line].without(*gone)
            if amount > left.amount_minor:
                raise RefundTooLarge(left_minor=left.amount_minor)
            result.append(left.part(amount))
        else:
            result.append(Layers(amount))
    return result


@dataclass(frozen=True, slots=True)
class _Back:
    """What leaves escrow for where it came from."""

    refund_id: UUID
    layers: Layers
    reason: str
    to_wallet: bool
    after_release: bool


def _return(hold: HoldRow, back: _Back, now: datetime) -> int:
    """Move layers from escrow to where they came from, the rounding of cash put right; return the customer's money."""
    money, coins = back.layers.money_minor, AccountKey("coins", hold.customer_id)
    due = rules.due_to_customer(hold.paid_minor, hold.rounding_minor, hold.money_back_minor + money)
    returned = max(due - hold.refunded_minor, 0)
    by_source = hold.source == "payment" and not back.to_wallet
    destination = "source" if by_source else "wallet"
    legs = [
        Leg("cash_rounding_back", ROUNDING, ESCROW, max(returned - money, 0)),
        Leg("cash_rounding_back", ESCROW, ROUNDING, max(money - returned, 0)),
        Leg("refund", ESCROW, AccountKey("wallet", hold.customer_id), 0 if by_source else returned),
        Leg("subsidy_back", ESCROW, SUBSIDY, back.layers.subsidy_minor),
        Leg("coins_back", ESCROW, coins, back.layers.coins_minor),
    ]
    ledger.post(
        [_transfer(hold, leg, "return", leg.code, str(back.refund_id)) for leg in legs if leg.amount_minor],
        at=now,
    )
    if returned and by_source:
        payments.request_refund(
            refund_id=back.refund_id, purchase_id=hold.purchase_id, amount_minor=returned, debit=ESCROW,
            reason=back.reason,
        )  # fmt: skip
    Refund.objects.create(
        id=back.refund_id, country=hold.country, hold_id=hold.order_id,
        amount_minor=back.layers.amount_minor, returned_minor=returned, subsidy_minor=back.layers.subsidy_minor,
        coins_minor=back.layers.coins_minor, destination=destination, after_release=back.after_release,
        reason=back.reason[:200], at=now,
    )  # fmt: skip
    given = EscrowGivenBack(
        country=hold.country, order_id=hold.order_id, customer_id=hold.customer_id, seller_id=hold.seller_id,
        amount_minor=returned, currency=hold.currency, destination=destination, reason=back.reason,
        refund_id=back.refund_id, coins_minor=back.layers.coins_minor, subsidy_minor=back.layers.subsidy_minor,
    )  # fmt: skip
    events.append([given] if returned or back.layers.coins_minor else [])
    return returned


def _move_back(
    hold: HoldRow, layers: Layers, returned_minor: int, now: datetime, **moved: Sequence[int]
) -> None:
    """What went back of one hold: by whom, and in which layers."""
    _move(
        [hold.order_id], now, refunded=[returned_minor], subsidy_back=[layers.subsidy_minor],
        coins_back=[layers.coins_minor], **moved,
    )  # fmt: skip


def _move(order_ids: Sequence[UUID], now: datetime, **moved: Sequence[int]) -> None:
    """Add to the holds' sums; those not named stay."""
    nothing = [0] * len(order_ids)
    names: Iterable[str] = (
        "given_back", "released", "taken_back", "goodwill", "refunded", "subsidy_back", "coins_back",
    )  # fmt: skip
    sums = {name: list(moved.get(name, nothing)) for name in names}
    sql.run("pasar.finance.escrow", "move_holds", order_ids=list(order_ids), at=now, **sums)


def _transfer(hold: HoldRow, leg: Leg, *parts: str) -> NewTransfer:
    """A leg as a transfer about the order. Two legs of one code differ by their accounts, which the id holds too."""
    return NewTransfer(
        id=derived_id(hold.order_id, *parts, leg.debit.kind, leg.credit.kind),
        country=hold.country,
        currency=hold.currency,
        debit=leg.debit,
        credit=leg.credit,
        amount_minor=leg.amount_minor,
        code=leg.code,
        ref_kind="order",
        ref_id=str(hold.order_id),
    )
