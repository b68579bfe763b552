"""Arithmetic of units and of what they cost."""

from collections.abc import Mapping


def shortfall(wanted: Mapping[int, int], free: Mapping[int, int]) -> dict[int, int]:
    """Units missing per SKU; empty when all can be met."""
    return {sku: units - free.get(sku, 0) for sku, units in wanted.items() if units > free.get(sku, 0)}


def average_cost(on_hand: int, cost_minor: int | None, units: int, unit_cost_minor: int | None) -> int | None:
    """Cost of a unit after `units` came in: weighted by what was there, rounded half up to a minor unit.

    None where nobody keeps a cost (other sellers' goods). Goods without a cost do not change the average.
    """
    if unit_cost_minor is None:
        return cost_minor
    if cost_minor is None or on_hand <= 0:
        return unit_cost_minor
    total = on_hand + units
    return (on_hand * cost_minor + units * unit_cost_minor + total // 2) // total
