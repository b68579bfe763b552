"""The list: what each invariant says, and what its statement is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from pasar import countries
from pasar.finance.ledger.chart import KINDS
from pasar.kernel.events import Consumer
from pasar.market.orders import rules as orders

Parameters = Callable[[datetime], Mapping[str, Any]]

APPEND_ONLY = (
    "ledger_transfer", "ledger_account", "kernel_auditentry", "orders_orderevent", "orders_discount",
    "promotions_version", "promotions_cointakenback", "stock_movement",
)  # fmt: skip
GUARDS = (
    "transfer_append_only", "account_append_only", "audit_append_only", "orderevent_append_only",
    "discount_append_only", "movement_append_only", "version_append_only", "coin_taken_back_append_only",
)  # fmt: skip


@dataclass(frozen=True)
class Invariant:
    """Something that is always true. `sql/<key>.sql` gives rows only where it is not: first the problem in words."""

    key: str
    name: str
    parameters: Parameters = lambda _now: {}
    keep: Callable[[Sequence[Any]], bool] = lambda _row: True
    """Looks at a row once more, for what SQL cannot say."""

    @property
    def file(self) -> str:
        return self.key.lower().replace("-", "_")


def _now(now: datetime) -> Mapping[str, Any]:
    return {"now": now}


def _guarded(_now: datetime) -> Mapping[str, Any]:
    return {"guarded": [kind.key for kind in KINDS.values() if kind.guarded]}


def _append_only(_now: datetime) -> Mapping[str, Any]:
    return {"tables": list(APPEND_ONLY), "guards": list(GUARDS)}


def _steps(_now: datetime) -> Mapping[str, Any]:
    return {
        "from_statuses": [step.from_status for step in orders.TRANSITIONS],
        "to_statuses": [step.to_status for step in orders.TRANSITIONS],
        "progress": list(orders.PROGRESS),
    }


def _currencies(_now: datetime) -> Mapping[str, Any]:
    ventures = countries.all_countries().values()
    return {"countries": [each.key for each in ventures], "currencies": [each.currency for each in ventures]}


def _consumers(now: datetime) -> Mapping[str, Any]:
    reads = [(each.name, topic) for each in known_consumers() for topic in each.topics]
    return {"names": [name for name, _ in reads], "topics": [topic for _, topic in reads], "now": now}


def known_consumers() -> list[Consumer]:
    """Every consumer that a package of the market names in its tasks."""
    names = [f"{app.name}.tasks" for app in apps.get_app_configs() if app.name.startswith("pasar.")]
    return [
        each for name in names if find_spec(name) for each in getattr(import_module(name), "CONSUMERS", ())
    ]


def _card_number(row: Sequence[Any]) -> bool:
    """Whether the candidate's check digit is right (Luhn, ISO/IEC 7812-1): one in ten other numbers passes too."""
    digits = [int(each) for each in row[1] or "" if each.isdigit()][::-1]
    if not digits:
        return True
    doubled = [each if place % 2 == 0 else sum(divmod(each * 2, 10)) for place, each in enumerate(digits)]
    return 13 <= len(digits) <= 19 and sum(doubled) % 10 == 0


INVARIANTS: tuple[Invariant, ...] = (
    Invariant("INV-01", "Each transfer is one debit and one credit in its venture and currency"),
    Invariant("INV-02", "Every book sums to zero per currency"),
    Invariant("INV-03", "Guarded balances, less what is held, are never below zero", _guarded),
    Invariant("INV-04", "Balances and roll-ups are the sum of their transfers"),
    Invariant("INV-05", "Nobody can change the past", _append_only),
    Invariant("INV-06", "Pending transfers end once and in time", _now),
    Invariant("INV-07", "Order lines are positive and add up, their discounts unit by unit"),
    Invariant("INV-08", "An order is the sum of its lines, delivery, discounts and rounding"),
    Invariant("INV-09", "A purchase is the sum of its orders"),
    Invariant("INV-10", "Stock is never below zero nor promised beyond what is there"),
    Invariant("INV-11", "Stock on hand is the sum of its movements"),
    Invariant("INV-12", "Reservations explain what is reserved, and each line has the one its status needs"),
    Invariant("INV-13", "What goes back of a payment never exceeds what came in"),
    Invariant("INV-14", "Refunds are within what was paid, layer by layer, in its currency, of bought pieces"),
    Invariant("INV-15", "A paid order is covered exactly, by whom it should be"),
    Invariant("INV-16", "Promotions are used and spent within their limits, and counted as they were used"),
    Invariant("INV-17", "Nobody uses a promotion more often than they may; coins are in the ledger", _now),
    Invariant("INV-18", "Escrow leaves once, and its shares are what left"),
    Invariant("INV-19", "The ledger's escrow is the sum of open holds, and has their layers"),
    Invariant("INV-20", "No money hangs", _now),
    Invariant("INV-21", "A provider's reference is used once"),
    Invariant("INV-22", "One key of checkout has one purchase, the customer's own"),
    Invariant("INV-23", "Notices from outside are taken once and none waits", _now),
    Invariant("INV-24", "Every event reaches its consumers, in time", _consumers),
    Invariant("INV-25", "The audit trail has no gap"),
    Invariant("INV-26", "A statement is the sum of its lines, each a transfer of its seller"),
    Invariant("INV-27", "A statement is paid once, by what is due on it"),
    Invariant("INV-28", "What a seller is owed is the last statement and what came since"),
    Invariant("INV-29", "Commission and fees follow the line's rule and leave the seller something"),
    Invariant("INV-31", "Every venture keeps to its currency", _currencies),
    Invariant("INV-32", "Nothing is sent that was not ordered, nor returned that was not sent"),
    Invariant("INV-33", "Nothing leaves before it is paid, but for cash at the door"),
    Invariant("INV-34", "Every step of an order is allowed, follows the one before and leads to where it is", _steps),
    Invariant("INV-35", "What belongs to one seller, customer or venture hangs on no other's"),
    Invariant("INV-37", "Entries of providers' statements are explained within a day", _now),
    Invariant("INV-39", "Who left cannot be reached, and no card number is kept", keep=_card_number),
    Invariant("INV-40", "Times make sense, and no expired reservation is held", _now),
    Invariant("INV-41", "Fee rules were seen by a second pair of eyes"),
    Invariant("INV-42", "One-time codes end, and nobody is told twice"),
    Invariant("INV-43", "A flash quota is what lines took of it, and lies on its shelf"),
)  # fmt: skip
