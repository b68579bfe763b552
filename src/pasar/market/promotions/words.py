"""A promotion in a few words, in the language of the page: what it is worth, and on which conditions.

Said from the terms and from what the kind gives, so that a kind with the usual terms needs no words of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pasar.countries import Country, formats
from pasar.finance.payments.methods import methods
from pasar.market.catalogue import queries as catalogue
from pasar.market.promotions.kinds import kinds
from pasar.market.promotions.shapes import (
    AUTOMATIC,
    CASHBACK,
    PAYMENT_VOUCHER,
    PLATFORM_CODE,
    PLATFORM_SHIPPING,
    PLATFORM_VOUCHER,
    PRODUCT_VOUCHER,
    SHOP_SHIPPING,
    SHOP_VOUCHER,
    Promotion,
    Terms,
)

CLASS_NAMES: Mapping[str, str | Promise] = {
    AUTOMATIC: gettext_lazy("Applies by itself"),
    PRODUCT_VOUCHER: gettext_lazy("Product voucher"),
    SHOP_VOUCHER: gettext_lazy("Shop voucher"),
    PLATFORM_VOUCHER: gettext_lazy("Pasar voucher"),
    PLATFORM_CODE: gettext_lazy("Code"),
    PAYMENT_VOUCHER: gettext_lazy("Payment voucher"),
    CASHBACK: gettext_lazy("Coins back"),
    SHOP_SHIPPING: gettext_lazy("Delivery voucher of the shop"),
    PLATFORM_SHIPPING: gettext_lazy("Delivery voucher"),
}


def kind_name(key: str) -> str:
    """What a kind is called; its key, of one that is no more."""
    found = kinds().get(key)
    return str(found.name) if found else key


def worth(promotion: Promotion, country: Country, language: str) -> str:
    """What it takes off, as large as a ticket prints it: `Rp20.000 off`, `10% off`, `Free delivery`."""
    kind, terms = kinds().get(promotion.kind), promotion.terms
    reward = kind.reward if kind else "goods"
    if "buy_units" in terms and "get_units" in terms:
        return _("Buy %(buy)d, get %(get)d") % {"buy": terms["buy_units"], "get": terms["get_units"]}
    if reward == "delivery":
        return _("Free delivery")
    if "off_minor" in terms:
        return _("%(amount)s off") % {"amount": formats.money_text(terms["off_minor"], country, language)}
    if "rate_bps" in terms:
        said = _("%(rate)s back in coins") if reward == "coins" else _("%(rate)s off")
        return said % {"rate": rate_text(terms["rate_bps"], country, language)}
    if best := _best_of_rows(terms):
        return _("Up to %(rate)s off") % {"rate": rate_text(best, country, language)}
    return kind_name(promotion.kind)


def conditions(promotion: Promotion, country: Country, language: str) -> list[str]:
    """What must be so for it to count, and what limits it; each a few words."""
    terms = promotion.terms
    found = []
    if minimum := terms.get("minimum_minor"):
        found.append(_("from %(amount)s") % {"amount": formats.money_text(minimum, country, language)})
    if cap := terms.get("cap_minor"):
        found.append(_("at most %(amount)s") % {"amount": formats.money_text(cap, country, language)})
    if terms.get("new_customers"):
        found.append(_("on a first purchase"))
    if keys := terms.get("methods"):
        found.append(_("paid by %(methods)s") % {"methods": _listed(_method(key) for key in keys)})
    if paths := terms.get("categories"):
        found.append(
            _("only %(categories)s") % {"categories": _listed(_category(path, language) for path in paths)}
        )
    if shops := terms.get("shops"):
        found.append(ngettext("in %(n)d shop", "in %(n)d shops", len(shops)) % {"n": len(shops)})
    if listings := terms.get("listings"):
        found.append(
            ngettext("for %(n)d product", "for %(n)d products", len(listings)) % {"n": len(listings)}
        )
    return found


def rate_text(bps: int, country: Country, language: str) -> str:
    """Basis points as per cent, as the language writes numbers: 7,5%."""
    return f"{format_decimal(bps / 100, '#,##0.##', locale=formats.locale_of(country, language))}%"


def _best_of_rows(terms: Terms) -> int:
    """The highest rate that any row of the terms names."""
    return max(
        (
            row["rate_bps"]
            for rows in terms.values()
            if isinstance(rows, list)
            for row in rows
            if _has_rate(row)
        ),
        default=0,
    )


def _has_rate(row: Any) -> bool:
    return isinstance(row, Mapping) and "rate_bps" in row


def _method(key: str) -> str:
    known = methods().get(key)
    return str(known.name) if known else key


def _category(path: str, language: str) -> str:
    known = catalogue.find_category(path)
    return known.name(language) if known else path


def _listed(names: Any) -> str:
    """Up to three names, and how many more there are."""
    every: Sequence[str] = list(names)
    if len(every) <= 3:
        return ", ".join(every)
    return _("%(names)s and %(n)d more") % {"names": ", ".join(every[:2]), "n": len(every) - 2}
