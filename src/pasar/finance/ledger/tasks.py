"""Jobs of the ledger: hot accounts are rolled up, pending transfers let go at their time."""

from pasar.finance.ledger import operations

SWEEPERS = {
    "ledger.roll_up": (2.0, operations.roll_up),
    "ledger.expire": (5.0, operations.expire_due),
}
