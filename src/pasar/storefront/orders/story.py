"""An order told so that anybody understands it: where it stands, what comes next and when, where the money is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pasar.countries import Country
from pasar.countries.formats import date_text, span_text
from pasar.market.orders import rules
from pasar.market.orders.queries import OrderPage, Step

CASH = "cod"


@dataclass(frozen=True, slots=True)
class Stage:
    """One station on the way. state: done, now, or later."""

    label: str
    icon: str
    state: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that befell the order or its parcel."""

    at: datetime
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    headline: str
    next: str
    """What comes next, and when; empty when nothing does."""
    stages: tuple[Stage, ...]
    tone: str


def tell(order: OrderPage, country: Country, language: str) -> Story:
    """The order in a headline, its next step, and its stations."""
    headline, following, tone = _head(order, country, language)
    return Story(headline, following, _stages(order), tone)


def _head(order: OrderPage, country: Country, language: str) -> tuple[str, str, str]:
    due = date_text(order.deadline_at, country, language, "day") if order.deadline_at else ""
    promise = span_text(order.promise_from, order.promise_to, country, language)
    match order.status:
        case rules.AWAITING_PAYMENT:
            return _("Waiting for your payment"), _("The shop prepares it as soon as it is paid."), "warn"
        case rules.TO_SHIP:
            text = _("The shop hands it to the carrier by %(day)s. With you: %(promise)s.") if due else ""
            return (
                _("The shop is preparing it"),
                text % {"day": due, "promise": promise} if text else "",
                "busy",
            )
        case rules.PACKED:
            return (
                _("Packed, waiting for the carrier"),
                _("It should be with you: %(promise)s.") % {"promise": promise},
                "busy",
            )
        case rules.SHIPPED:
            return (
                _("On the way to you"),
                _("It should be with you: %(promise)s.") % {"promise": promise},
                "busy",
            )
        case rules.DELIVERY_FAILED:
            return (
                _("It could not be delivered"),
                _("The carrier tries again or brings it back to the shop. You lose no money either way."),
                "bad",
            )
        case rules.DELIVERED:
            text = _(
                "Have a look at it. Tell us by %(day)s that all is well; if we hear nothing, the shop is paid then."
            )
            return _("Delivered"), text % {"day": due} if due else "", "good"
        case rules.COMPLETED:
            return _("Completed"), _("Thank you. The shop has been paid."), "good"
        case rules.RETURNED:
            return _("Sent back to the shop"), "", "calm"
        case _:
            return _("Cancelled"), "", "calm"


def _stages(order: OrderPage) -> tuple[Stage, ...]:
    """The stations up to where the order came; one that was stopped ends there."""
    if order.status in (rules.CANCELLED, rules.RETURNED):
        stopped = _("Cancelled") if order.status == rules.CANCELLED else _("Sent back")
        passed = [Stage(_("Ordered"), "orders", "done", order.placed_at)]
        if order.shipped_at:
            passed.append(Stage(_("On the way"), "truck", "done", order.shipped_at))
        return (*passed, Stage(stopped, "close", "now", order.cancelled_at))
    cash = order.payment_method == CASH
    reached = rules.PROGRESS.index(order.status)
    first = pgettext("order", "Ordered") if cash else _("Paid")
    purse = "wallet" if order.status == rules.AWAITING_PAYMENT else "check"
    stations = (
        (rules.AWAITING_PAYMENT, first, purse, order.paid_at or order.placed_at),
        (rules.PACKED, _("Being packed") if order.status == rules.TO_SHIP else _("Packed"), "parcel", None),
        (rules.SHIPPED, _("On the way"), "truck", order.shipped_at),
        (rules.DELIVERED, _("Delivered"), "home", order.delivered_at),
        (rules.COMPLETED, _("Completed"), "box-check", order.completed_at),
    )  # fmt: skip
    found = []
    for key, label, icon, at in stations:
        place = rules.PROGRESS.index(key)
        if key == rules.AWAITING_PAYMENT:
            state = "now" if order.status == key else "done"
        else:
            state = (
                "done"
                if place < reached or order.status == rules.COMPLETED
                else "now"
                if place == reached
                else "later"
            )
        # Between two stations it is the one that is being worked towards, or could not be left.
        if (order.status, key) in ((rules.TO_SHIP, rules.PACKED), (rules.DELIVERY_FAILED, rules.SHIPPED)):
            state = "now"
        found.append(Stage(label, icon, state, at if state != "later" else None))
    return tuple(found)


_HAPPENED = {
    rules.AWAITING_PAYMENT: lambda: _("Ordered"),
    rules.TO_SHIP: lambda: _("The shop got your order"),
    rules.PACKED: lambda: _("The shop packed it"),
    rules.SHIPPED: lambda: _("Handed to the carrier"),
    rules.DELIVERY_FAILED: lambda: _("Delivery was tried without success"),
    rules.DELIVERED: lambda: _("Delivered"),
    rules.COMPLETED: lambda: _("Completed, the shop is paid"),
    rules.RETURNED: lambda: _("Back at the shop"),
    rules.CANCELLED: lambda: _("Cancelled"),
}


def reason_text(reason: str) -> str:
    """Why something happened, where there is more to say than what."""
    return {
        "not_paid_in_time": _("It was not paid in time."),
        "not_shipped_in_time": _("The shop did not send it in time. Your money is on its way back."),
        "not_disputed_in_time": _("The time to check it was over."),
        "presumed_delivered": _("The carrier reports nothing; by its days it should be with you."),
        "confirmed": _("You told us that all is well."),
        "changed_mind": _("You changed your mind."),
        "wrong_address": _("The address was wrong."),
        "ordered_twice": _("It was ordered twice."),
        "found_cheaper": _("You found it elsewhere."),
        "takes_too_long": _("It took too long."),
        "out_of_stock": _("The shop has none left."),
    }.get(reason, "")


def happenings(steps: Sequence[Step], parcels: Sequence[Any], state_text: Any) -> list[Happening]:
    """The order's steps and its parcels' scans, the newest first.

    Steps of several lines at once are one, and so are a step and the scan that brought it about: the scan says where.
    """
    found: dict[tuple[datetime, str], Happening] = {}
    for step in steps:
        say = _HAPPENED.get(step.to_status)
        if say is not None:
            _tell_once(found, Happening(step.at, say(), reason_text(step.reason)))
    for parcel in parcels:
        for scan in parcel.scans:
            _tell_once(found, Happening(scan.at, state_text(scan.state), getattr(scan, "place", "") or ""))
    # Turned round after sorting: of two things at the same time the one that was told first comes first.
    return sorted(found.values(), key=lambda each: each.at)[::-1]


def _tell_once(found: dict[tuple[datetime, str], Happening], told: Happening) -> None:
    """Keep one happening per minute and text, with its place or reason where either has one."""
    key = (told.at.replace(second=0, microsecond=0), told.text)
    if key not in found or not found[key].place:
        found[key] = told
