"""What codes of the market's packages are called in the console."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasar.countries import Country, formats
from pasar.finance.ledger.chart import KINDS
from pasar.finance.settlement.queries import LINE_NAMES
from pasar.market.fulfilment.carriers import carrier_name
from pasar.ui import words

CLASSES: Mapping[str, str | Promise] = {
    "home": gettext_lazy("Home sellers"),
    "brand": gettext_lazy("Brands"),
    "cross_border": gettext_lazy("From abroad"),
    "retail": gettext_lazy("Own shelf"),
}
KINDS_OF_SELLER: Mapping[str, str | Promise] = {
    "person": gettext_lazy("As a person"),
    "company": gettext_lazy("As a company"),
}
REPORT_STATES: Mapping[str, str | Promise] = {
    "open": gettext_lazy("Being checked"),
    "upheld": gettext_lazy("Taken down"),
    "dismissed": gettext_lazy("It may stay"),
}
REPORT_REASONS: Mapping[str, str | Promise] = {
    "forbidden": gettext_lazy("It must not be sold"),
    "counterfeit": gettext_lazy("It is a fake"),
    "misleading": gettext_lazy("The words or pictures are not true"),
    "offensive": gettext_lazy("It is offensive"),
    "other": gettext_lazy("Something else"),
}
_WHO: Mapping[str, str | Promise] = {"customer": gettext_lazy("Customer"), "seller": gettext_lazy("Seller")}
_TRANSFERS: Mapping[str, str | Promise] = {
    **LINE_NAMES,
    "hold": gettext_lazy("Held"),
    "delivery": gettext_lazy("Delivery"),
    "cash_rounding": gettext_lazy("Rounding"),
    "subsidy": gettext_lazy("Our part of discounts"),
    "subsidy_back": gettext_lazy("Our part of discounts, back"),
    "coins_spent": gettext_lazy("Paid in coins"),
    "coins_back": gettext_lazy("Coins given back"),
    "journal": gettext_lazy("Journal entry"),
    "payout": gettext_lazy("Payout"),
}
PRICE_SOURCES: Mapping[str, str | Promise] = {
    "flash": gettext_lazy("Flash sale"),
    "campaign": gettext_lazy("Campaign"),
}
_FUNDERS: Mapping[str, str | Promise] = {
    "seller": gettext_lazy("the seller bears it"),
    "venture": gettext_lazy("we bear it"),
    "shared": gettext_lazy("the seller and we bear it"),
}
_NEXT: Mapping[str, str] = {
    "expire": "expired", "cancel_unshipped": "cancelled", "complete": "completed", "not_paid_in_time": "expired",
}  # fmt: skip


def spaced(code: str) -> str:
    """A code that has no words of its own."""
    return str(code).replace("_", " ").replace(".", " ")


def actor(key: str, names: Mapping[str, str]) -> str:
    """Who did it, by an actor's key such as `seller:12`. names: of staff, by key."""
    kind, _colon, rest = key.partition(":")
    if kind == "carrier":
        return carrier_name(rest)
    if kind == "system":
        return "Pasar"
    if kind in _WHO:
        return f"{_WHO[kind]} {rest}"
    return names.get(key, key)


def transfer(code: str) -> str:
    """Why money moved."""
    return str(_TRANSFERS.get(code) or spaced(code).capitalize())


def funder(key: str) -> str:
    """Who bears a discount."""
    return str(_FUNDERS[key])


def step(code: str) -> str:
    """What a deadline will do, or why an order moved."""
    if code == "ask_operator":
        return _("Orders that need a word")
    key = _NEXT.get(code, code.partition(" ")[0].lower())
    return words.status(key)[0] if key in words.STATUSES else spaced(code)


def reason(text: str) -> str:
    """Why an order moved, where its status does not say so already."""
    said = text.partition(" ")[0].lower()
    return "" if said in ("placed", "confirmed", "delivered") else step(text)


def told(data: Mapping[str, Any], country: Country, language: str) -> list[tuple[str, str]]:
    """What a trail's entry keeps beside its reason: amounts as money, accounts by their names."""
    found = []
    for key, value in data.items():
        if key == "currency" or (key.endswith("_owner") and not value):
            continue
        if key.endswith("_minor") and isinstance(value, int):
            shown = formats.exact_money_text(value, country, language)
            found.append((spaced(key.removesuffix("_minor")), shown))
        elif key.endswith("_bps") and isinstance(value, int):
            found.append((spaced(key.removesuffix("_bps")), f"{value / 100:g} %"))
        elif isinstance(value, str) and value in KINDS:
            found.append((spaced(key), str(KINDS[value].name)))
        elif value not in (None, "", [], {}):
            found.append((spaced(key), str(value)))
    return found
