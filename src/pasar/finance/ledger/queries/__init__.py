"""Reads of the ledger: balances, the trial balance, transfers of something, an account's page, the result."""

from pasar.finance.ledger.queries.accounts import (
    account,
    account_page,
    balance,
    balances,
    sums,
    t_accounts,
    transfers_of,
    transfers_of_all,
    trial_balance,
)
from pasar.finance.ledger.queries.results import Result, ResultLine, result, results
from pasar.finance.ledger.queries.views import (
    AccountBalance,
    AccountPage,
    KindBalance,
    PageRow,
    Sum,
    TAccount,
    TransferView,
    account_name,
)

__all__ = [
    "AccountBalance",
    "AccountPage",
    "KindBalance",
    "PageRow",
    "Result",
    "ResultLine",
    "Sum",
    "TAccount",
    "TransferView",
    "account",
    "account_name",
    "account_page",
    "balance",
    "balances",
    "result",
    "results",
    "sums",
    "t_accounts",
    "transfers_of",
    "transfers_of_all",
    "trial_balance",
]
