"""Why something cannot be bought or paid so, in words; by the codes of checkout's rules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasar.countries import Country
from pasar.countries.formats import date_text, money_text
from pasar.market.checkout.rules import Problem


def problem_text(problem: Problem, country: Country, language: str) -> str:
    """What stands in the way, and what to do about it."""
    data: Mapping[str, Any] = problem.data
    match problem.code:
        case "gone":
            return _("This is no longer for sale.")
        case "closed":
            return _("The shop is taking a break; it will sell again later.")
        case "units_out_of_range":
            return _("Give a number of pieces from 1 to %(most)s.") % {"most": data["most"]}
        case "out_of_stock":
            free = int(data.get("free", 0))
            if not free:
                return _("It has just sold out.")
            return ngettext("Only %(free)s piece is left.", "Only %(free)s pieces are left.", free) % {
                "free": free
            }
        case "not_served":
            return _("No carrier brings parcels from this shop to your address.")
        case "delivery_gone":
            return _("This way of delivery is no longer offered. Choose another.")
        case "nothing_selected":
            return _("Nothing is selected. Tick in your basket what you want to buy.")
        case "address_missing":
            return _("Tell us where it should go.")
        case "too_expensive":
            return _("This is more than one purchase can hold. Buy it in parts.")
        case "method_unknown":
            return _("Choose how you want to pay.")
        case code if code.startswith("cash_"):
            return cash_text(problem, country, language)
    return _("This cannot be bought at the moment.")


def cash_text(problem: Problem, country: Country, language: str) -> str:
    """Why it cannot be paid in cash at the door."""
    match problem.code:
        case "cash_switched_off":
            until = datetime.fromisoformat(problem.data["until"])
            return _("Not until %(day)s, because parcels were not accepted.") % {
                "day": date_text(until, country, language)
            }
        case "cash_limit":
            most = money_text(problem.data["max_minor"], country, language)
            return _("Only up to %(most)s a parcel.") % {"most": most}
        case "cash_not_by_carrier":
            return _("The carrier chosen takes no cash. Choose another delivery.")
    return _("Not offered here.")


def refusal_text(code: str) -> str:
    """What became of an attempt to buy that was refused whole. Nothing was bought or charged then."""
    match code:
        case "changed":
            return _("Something changed since you saw this page. Look at it once more, then confirm.")
        case "problems":
            return _("Not everything can be had any more. Look at what is left, then confirm.")
        case "basket_changed":
            return _("Your basket was changed in the meantime. This is how it stands now.")
        case "funds":
            return _("There is not enough in your wallet. Top it up, or pay another way.")
        case "address":
            return _("This address is no longer in your address book. Choose another.")
        case "key_reused":
            return _("This page was used for a purchase already. You find it in your orders.")
        case "not_allowed":
            return _("You cannot buy with this account at the moment. Our help page says how to reach us.")
    return _("Something in the form needs another look. Nothing was bought.")
