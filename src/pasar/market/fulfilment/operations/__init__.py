"""Verbs of parcels, each one transaction; what calls a carrier is in `tasks` and records its outcome here.

Locks: orders first (through their own verbs), then parcels in id order.
"""

from pasar.market.fulfilment.operations.booking import (
    note_booked,
    note_collected,
    note_not_collected,
    note_refused,
    note_unreachable,
)
from pasar.market.fulfilment.operations.cash import take_remittance
from pasar.market.fulfilment.operations.notices import apply_notices, take_notice
from pasar.market.fulfilment.operations.packing import cancel_parcels, hand_over, pack, type_number
from pasar.market.fulfilment.operations.rates import load_rate_cards
from pasar.market.fulfilment.operations.scanning import report

__all__ = [
    "apply_notices",
    "cancel_parcels",
    "hand_over",
    "load_rate_cards",
    "note_booked",
    "note_collected",
    "note_not_collected",
    "note_refused",
    "note_unreachable",
    "pack",
    "report",
    "take_notice",
    "take_remittance",
    "type_number",
]
