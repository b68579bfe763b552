"""Prices turn by the clock: what a list shows follows offers that begin and end."""

from pasar.market.catalogue import operations

SWEEPERS = {"catalogue.prices": (5.0, operations.turn_prices)}
