"""Single pieces out of a basket's lines, for kinds that choose among them."""

from collections.abc import Iterable, Sequence

from pasar.market.promotions.shapes import Item


def priciest_first(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (-item.unit_minor, item.sku_id))


def take(items: Sequence[Item], pieces: int) -> dict[int, int]:
    """The first so many pieces of these lines, by SKU: never more than a line has."""
    taken: dict[int, int] = {}
    for item in items:
        if pieces <= 0:
            break
        taken[item.sku_id] = min(item.units, pieces)
        pieces -= item.units
    return taken
