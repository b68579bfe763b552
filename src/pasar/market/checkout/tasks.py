"""Answers that nobody asks for any more are dropped."""

from pasar.market.checkout import operations

SWEEPERS = {"checkout.forget_attempts": (3_600.0, operations.forget_attempts)}
