"""Jobs of settlement: cycles are closed on their day."""

from pasar.finance.settlement import operations

SWEEPERS = {"settlement.close": (30.0, operations.close_due)}
