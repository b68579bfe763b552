"""All that the checkout page shows, gathered from the packages that know it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pasar.countries import Country
from pasar.finance.payments.methods import PaymentMethod, methods
from pasar.finance.wallet import queries as wallet
from pasar.kernel.errors import Conflict
from pasar.kernel.ids import SkuId
from pasar.market.basket import queries as baskets
from pasar.market.basket.rules import Owner
from pasar.market.catalogue import queries as catalogue
from pasar.market.checkout import operations as checkout
from pasar.market.checkout import rules
from pasar.market.checkout.requests import Refused
from pasar.market.checkout.rules import CASH, MOST_LINES, WALLET, Difference, Problem, Quote, Wanted
from pasar.market.identity import queries as people
from pasar.market.identity.queries import AddressView
from pasar.market.promotions.reasons import TEXTS
from pasar.market.promotions.shapes import AUTOMATIC
from pasar.storefront.checkout.asked import Asked, fitting
from pasar.storefront.checkout.words import cash_text, problem_text, refusal_text


class TooManyChosen(Conflict):
    code = "too_many_chosen"  # data: most
    message = _("One purchase takes up to %(most)s different things. Untick some in your basket.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A payment method on the page: whether it can be taken, and why not."""

    key: str
    name: str | Promise
    hint: str | Promise
    icon: str
    reason: str
    balance_minor: int | None = None
    missing_minor: int = 0

    @property
    def offered(self) -> bool:
        return not self.reason and self.missing_minor <= 0


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that stands in the way, by the name of the thing it is about."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is no longer as it was seen."""

    title: str
    kind: str
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """A voucher or an automatic offer: what it takes off this purchase, or why it does not."""

    id: int
    name: str
    shop: str
    """Whose it is; empty for the platform's."""
    amount_minor: int
    automatic: bool
    earns: bool
    """It gives coins, once the goods are there."""
    reason: str | Promise

    @property
    def used(self) -> bool:
        return not self.reason

    @property
    def can_be_ticked(self) -> bool:
        return self.used or self.reason in _A_CHOICE


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    asked: Asked
    quote: Quote
    addresses: Sequence[AddressView]
    address: AddressView | None
    choices: Sequence[Choice]
    hindrances: Sequence[Hindrance]
    left_out: bool
    """Some of what is ticked in the basket cannot be bought, and is no part of this purchase."""
    changes: Sequence[Change]
    vouchers: Sequence[VoucherRow]
    refusal: str
    refusal_code: str

    @property
    def method(self) -> str:
        """The method that will be paid by; empty while the one wanted cannot be had."""
        return next((each.key for each in self.choices if each.key == self.asked.method and each.offered), "")

    @property
    def best(self) -> str:
        """The vouchers of the best combination, as the form brings them back."""
        return ",".join(str(row.id) for row in self.vouchers if row.used and not row.automatic)

    @property
    def can_place(self) -> bool:
        return bool(self.method) and not self.quote.problems and self.address is not None


def gather(
    country: Country, language: str, customer_id: int, asked: Asked, refused: Refused | None = None
) -> CheckoutPage:
    """The page for what was asked: re-quoted now, with what changed since and what cannot be had."""
    lines, left_out = ((asked.buy_now,), ()) if asked.buy_now else _chosen(country, language, customer_id)
    addresses = people.addresses(customer_id)
    address = next((each for each in addresses if each.id == asked.address_id), None) or next(
        iter(addresses), None
    )
    asked = replace(asked, lines=lines, address_id=address.id if address else None)
    question = checkout.question(
        country=country.key, customer_id=customer_id, lines=lines, address_id=asked.address_id,
        wishes=asked.wishes,
    )  # fmt: skip
    # Cash brings rounding and limits of its own: it is quoted beside the others.
    other = asked.method if asked.method in country.payment_methods and asked.method != CASH else ""
    quote = rules.quote(replace(question, delivery=asked.delivery, method=other))
    if asked.delivery and any(problem.code == "delivery_gone" for problem in quote.problems):
        asked = replace(asked, delivery=fitting(asked.delivery, quote))
        quote = rules.quote(replace(question, delivery=asked.delivery, method=other))
    question = replace(question, delivery=asked.delivery)
    in_cash = rules.quote(replace(question, method=CASH)) if country.cash else None
    choices = _choices(country, language, customer_id, quote, in_cash)
    asked = replace(asked, method=_method(asked.method, choices))
    if asked.method == CASH and in_cash is not None:
        quote = in_cash
    elif asked.method not in ("", other) and quote.offers.promotions:
        # Some vouchers ask for a way to pay, and this is the one that the page offers.
        quote = rules.quote(replace(question, method=asked.method))
    return CheckoutPage(
        asked=asked,
        quote=quote,
        addresses=addresses,
        address=address,
        choices=choices,
        hindrances=_hindrances(country, language, quote, left_out, refused),
        left_out=bool(left_out),
        changes=_changes(quote, refused.differences if refused else ()),
        vouchers=_vouchers(quote),
        refusal=refusal_text(refused.code) if refused else "",
        refusal_code=refused.code if refused else "",
    )


def _chosen(
    country: Country, language: str, customer_id: int
) -> tuple[tuple[Wanted, ...], tuple[Problem, ...]]:
    """What is ticked in the basket and can be bought, and why the rest of what is ticked cannot."""
    basket = baskets.basket(country.key, Owner(customer_id=customer_id), language)
    if len(basket.chosen) > MOST_LINES:
        raise TooManyChosen(most=MOST_LINES)
    left_out = (
        Problem(
            # Too few of them left is known to checkout as what is sold out, with how many there are.
            "out_of_stock" if line.problem == "not_enough" else line.problem,
            sku_id=line.sku_id,
            data={"free": line.free},
        )
        for line in basket.lines
        if line.selected and line.problem
    )
    return tuple(Wanted(line.sku_id, line.units) for line in basket.chosen), tuple(left_out)


def _vouchers(quote: Quote) -> list[VoucherRow]:
    """Those used first, then the others with their reasons; automatic offers that do not apply are nobody's loss."""
    shops = {parcel.shop.id: parcel.shop.name for parcel in quote.parcels}
    used = {each.promotion_id: each.amount_minor for each in quote.applied.used}
    unused = {each.promotion_id: each for each in quote.applied.unused}
    earning = {each.promotion_id for each in quote.applied.earns}
    rows = [
        VoucherRow(
            each.id, each.name, shops.get(each.shop_id or 0, ""), used.get(each.id, 0),
            each.class_key == AUTOMATIC, each.id in earning,
            "" if each.id in used else TEXTS[unused[each.id].reason_code],
        )
        for each in quote.offers.promotions
        if each.id in used or (each.id in unused and each.class_key != AUTOMATIC)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.used, not row.can_be_ticked, -row.amount_minor))


_A_CHOICE = {TEXTS["not_chosen"], TEXTS["better_combination"]}
"""Reasons that the customer may overrule."""


def _choices(
    country: Country, language: str, customer_id: int, quote: Quote, in_cash: Quote | None
) -> list[Choice]:
    kinds: Mapping[str, PaymentMethod] = methods()
    found = []
    for key in country.payment_methods:
        method, reason, balance, missing = kinds[key], "", None, 0
        if key == WALLET:
            balance = wallet.balance(country.key, customer_id).balance_minor
            missing = max(quote.total_minor - balance, 0)
        elif key == CASH:
            against = [p for p in in_cash.problems if p.code.startswith("cash_")] if in_cash else []
            reason = cash_text(against[0], country, language) if against else ""
        found.append(Choice(key, method.name, method.hint, method.icon, reason, balance, missing))
    return found


def _method(wanted: str, choices: Sequence[Choice]) -> str:
    """The method asked for if it can be had, else the first that can."""
    offered = [each.key for each in choices if each.offered]
    return wanted if wanted in offered else next(iter(offered), "")


def _hindrances(
    country: Country, language: str, quote: Quote, left_out: Sequence[Problem], refused: Refused | None
) -> list[Hindrance]:
    """Why something cannot be bought, each thing once by its name: left out beforehand, of the quote shown, and of
    the one that was refused."""
    problems = list(left_out)
    known = {each.sku_id for each in left_out}
    problems += [each for each in quote.problems if each.code != "nothing_selected" or not left_out]
    if refused and refused.quote:
        problems += [
            each
            for each in refused.quote.problems
            if each not in problems and each.sku_id and each.sku_id not in known
        ]
    problems = [each for each in problems if each.code != "address_missing"]
    skus = {SkuId(each.sku_id) for each in problems if each.sku_id}
    titles: Mapping[int, Any] = (
        {each.sku_id: each.title for each in catalogue.sku_facts(list(skus))} if skus else {}
    )
    shops = {parcel.shop.id: parcel.shop.name for parcel in quote.parcels}
    return [
        Hindrance(
            titles.get(each.sku_id or 0) or shops.get(each.shop_id or 0, ""),
            problem_text(each, country, language),
        )
        for each in problems
    ]


def _changes(quote: Quote, differences: Sequence[Difference]) -> list[Change]:
    titles = {line.goods.sku_id: line.goods.title for line in quote.lines}
    shops = {parcel.shop.id: parcel.shop.name for parcel in quote.parcels}
    return [
        Change(
            titles.get(each.sku_id or 0) or shops.get(each.shop_id or 0, ""), each.kind, each.was, each.now
        )
        for each in differences
    ]
