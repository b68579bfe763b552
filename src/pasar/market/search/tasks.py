"""Changes are noted as their events come, and indexed a moment later."""

from pasar.market.search import operations

CONSUMERS = [operations.NOTES]
SWEEPERS = {"search.index": (0.3, operations.sweep)}
