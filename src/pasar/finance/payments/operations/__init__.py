"""Verbs of payments, each one transaction: lock, re-read, check, write, announce. Repeating one changes nothing.

Locks: the payment, then its refunds, then ledger balances. What a provider said is recorded here; asking it is the
tasks' work.
"""

from pasar.finance.payments.operations.charges import record_charge, record_refusal, record_silence, stop
from pasar.finance.payments.operations.notices import record_reading, take_notice
from pasar.finance.payments.operations.refunds import (
    record_refund,
    refund_capture,
    refund_to_wallet,
    request_refund,
    send_again,
)
from pasar.finance.payments.operations.statement import explain_line, match_line, record_entries
from pasar.finance.payments.operations.top_up import begin_top_up

__all__ = [
    "begin_top_up",
    "explain_line",
    "match_line",
    "record_charge",
    "record_entries",
    "record_reading",
    "record_refund",
    "record_refusal",
    "record_silence",
    "refund_capture",
    "refund_to_wallet",
    "request_refund",
    "send_again",
    "stop",
    "take_notice",
]
