"""The chart of accounts: every kind of account a venture has, on which side it grows, and where a parent reads it.

Kinds are code, because templates, guards and reports name them; accounts are rows, opened at first use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Side = Literal["debit", "credit"]


@dataclass(frozen=True)
class IfrsLine:
    """A line of the group's statements. Source: IAS 1 (presentation), IFRS 15 (principal or agent)."""

    key: str
    name: str | Promise
    statement: Literal["position", "result"]
    side: Side


@dataclass(frozen=True)
class Kind:
    """A kind of account.

    kept: its balance is a row, locked and moved with each transfer. Others are hot (all orders touch them) or
    few, and are rolled up in the background.
    guarded: the balance, less what pending transfers hold, never goes below zero.
    """

    key: str
    name: str | Promise
    side: Side
    line: str
    kept: bool = False
    guarded: bool = False


_LINES = (
    IfrsLine("cash", _("Cash and cash equivalents"), "position", "debit"),
    IfrsLine("receivables", _("Trade and other receivables"), "position", "debit"),
    IfrsLine("inventories", _("Inventories"), "position", "debit"),
    IfrsLine("customer_funds", _("Funds held for customers"), "position", "credit"),
    IfrsLine("payables", _("Trade and other payables"), "position", "credit"),
    IfrsLine("tax_payable", _("Taxes collected and withheld"), "position", "credit"),
    IfrsLine("equity", _("Equity"), "position", "credit"),
    IfrsLine("revenue_services", _("Revenue: commissions and fees"), "result", "credit"),
    IfrsLine("revenue_goods", _("Revenue: sale of goods"), "result", "credit"),
    IfrsLine("cost_of_sales", _("Cost of sales"), "result", "debit"),
    IfrsLine("marketing", _("Sales and marketing expense"), "result", "debit"),
    IfrsLine("other_expense", _("Other operating expense"), "result", "debit"),
)
LINES: Mapping[str, IfrsLine] = {line.key: line for line in _LINES}

_KINDS = (
    Kind("bank", _("Bank"), "debit", "cash"),
    Kind("provider_receivable", _("Due from payment providers"), "debit", "receivables"),
    Kind("cod_receivable", _("Cash held by carriers"), "debit", "receivables"),
    Kind("inventory", _("Goods on the own shelf"), "debit", "inventories"),
    Kind("fx_position", _("Currency position"), "debit", "receivables"),
    Kind("wallet", _("Customer wallet"), "credit", "customer_funds", kept=True, guarded=True),
    Kind("payments_received", _("Payments not yet assigned"), "credit", "customer_funds"),
    Kind("escrow", _("Escrow"), "credit", "customer_funds"),
    Kind("refunds_in_flight", _("Refunds on their way"), "credit", "customer_funds"),
    Kind("seller_payable", _("Due to sellers"), "credit", "payables", kept=True),
    Kind("coins", _("Customers' coins"), "credit", "payables", kept=True, guarded=True),
    Kind("payouts_in_flight", _("Payouts on their way"), "credit", "payables"),
    Kind("shipping_payable", _("Due to carriers"), "credit", "payables"),
    Kind("supplier_payable", _("Due to suppliers"), "credit", "payables"),
    Kind("vat_payable", _("Consumption tax payable"), "credit", "tax_payable"),
    Kind("withholding_payable", _("Withholding tax payable"), "credit", "tax_payable"),
    Kind("opening_equity", _("Opening equity"), "credit", "equity"),
    Kind("commission_revenue", _("Commission"), "credit", "revenue_services"),
    Kind("fee_revenue", _("Fees"), "credit", "revenue_services"),
    Kind("shipping_revenue", _("Own delivery"), "credit", "revenue_services"),
    Kind("retail_revenue", _("Sales of the own shelf"), "credit", "revenue_goods"),
    Kind("cost_of_sales", _("Cost of goods sold"), "debit", "cost_of_sales"),
    Kind("subsidy_expense", _("Subsidies and goodwill"), "debit", "marketing"),
    Kind("marketing_expense", _("Marketing"), "debit", "marketing"),
    Kind("payment_expense", _("Costs of payment"), "debit", "other_expense"),
    Kind("rounding", _("Cash rounding"), "debit", "other_expense"),
    Kind("other_expense", _("Other expense"), "debit", "other_expense"),
)
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in _KINDS}

SUB_LEDGERS = frozenset(
    {
        "wallet",
        "payments_received",
        "escrow",
        "refunds_in_flight",
        "seller_payable",
        "payouts_in_flight",
        "coins",
    }
)
"""Kinds whose balance is explained row by row by a package (holds, refunds, statements, coins); no journal entry by
hand may touch them, or the two would part."""
