"""Buying again what was bought before."""

from collections.abc import Sequence

from pasar.kernel.errors import PasarError
from pasar.market.basket import operations as baskets
from pasar.market.basket.rules import Owner
from pasar.market.orders.queries import LineView


def put_in_basket(country: str, owner: Owner, lines: Sequence[LineView]) -> list[str]:
    """Put an order's goods into the basket, as many as then; the titles of what cannot be had any more."""
    missing = []
    for line in lines:
        try:
            baskets.add(country=country, owner=owner, sku_id=line.sku_id, units=line.units)
        except PasarError:
            missing.append(line.title)
    return missing
