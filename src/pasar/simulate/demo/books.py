"""Entries by hand that a parent reads: capital, goods for the own shelf, rent, advertisements."""

from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from pasar import countries
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey
from pasar.kernel.money import EXPONENTS
from pasar.simulate.demo import words
from pasar.simulate.demo.market import Market

_BANK = AccountKey("bank")
_ENTRIES = (
    ("capital", 60, _BANK, AccountKey("opening_equity"), 250_000, "Opening capital from the group"),
    ("marketing", 24, AccountKey("marketing_expense"), _BANK, 1_400, "Launch advertisements"),
    ("rent", 20, AccountKey("other_expense"), _BANK, 900, "Office and warehouse rent"),
)  # fmt: skip
"""(key, days ago, debit, credit, US dollars, reason)."""


def open_books(there: Market) -> None:
    operator = f"person:{there.known['operator']}"
    for key, days, debit, credit, usd, reason in _ENTRIES:
        _book(there, key, days, debit, credit, _minor(there, usd), reason, operator)
    if bought := there.shelf_cost_minor:
        supplier = AccountKey("supplier_payable")
        _book(
            there, "goods", 40, AccountKey("inventory"), supplier, bought, "Goods for the own shelf", operator
        )
        _book(there, "supplier", 26, supplier, _BANK, bought // 5 * 2, "Supplier paid in part", operator)


def _book(
    there: Market, key: str, days: int, debit: AccountKey, credit: AccountKey, amount: int, reason: str, actor: str
) -> None:  # fmt: skip
    ledger.journal_entry(
        entry_id=_entry_id(there.country, key),
        country=there.country,
        debit=debit,
        credit=credit,
        amount_minor=amount,
        reason=reason,
        actor=actor,
        at=there.at - timedelta(days=days),
    )


def _entry_id(country: str, key: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"pasar-demo/{country}/{key}")


def _minor(there: Market, usd: int) -> int:
    venture = countries.get(there.country)
    amount: int = round(usd * words.venture(there.country)["fx"])
    scale: int = 10 ** EXPONENTS[venture.currency]
    return amount * scale
