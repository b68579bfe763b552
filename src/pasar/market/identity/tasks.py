"""What identity forgets by itself."""

from pasar.market.identity import operations

SWEEPERS = {
    "identity.codes": (3600.0, operations.sweep_codes),
    "identity.sessions": (3600.0, operations.sweep_sessions),
}
