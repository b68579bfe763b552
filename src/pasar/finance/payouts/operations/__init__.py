"""Verbs of payouts, each one transaction: lock, re-read, check, write, announce. Repeating one changes nothing.

Locks: statements, then batches, then payouts, then ledger balances.
"""

from pasar.finance.payouts.operations.accounts import set_account
from pasar.finance.payouts.operations.batches import (
    create_batch,
    note_download,
    record_batch,
    record_batch_failure,
)
from pasar.finance.payouts.operations.outcomes import ask_about, explain_line, record_state

__all__ = [
    "ask_about",
    "create_batch",
    "explain_line",
    "note_download",
    "record_batch",
    "record_batch_failure",
    "record_state",
    "set_account",
]
