"""Old guests' baskets go."""

from pasar.market.basket import operations

SWEEPERS = {"basket.forget_guests": (3_600.0, operations.forget_guests)}
