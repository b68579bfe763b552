"""Values in addresses and forms; `pasar.ui.params` has it for every surface."""

from pasar.ui.params import moment_and_id, number, uuid_or_none

__all__ = ["moment_and_id", "number", "uuid_or_none"]
