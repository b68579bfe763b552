"""Days as bars of a drawing 100 high."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pasar.market.orders.queries import Day

HIGH, WIDE, GAP = 100, 36, 8


@dataclass(frozen=True, slots=True)
class Bar:
    day: date
    figures: Day | None
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    width: int
    height: int
    most_minor: int
    sum_minor: int
    orders: int


def bars(days: Sequence[tuple[date, Day | None]]) -> Chart:
    """One bar a day, its height the worth of what was sold; the tallest fills the drawing."""
    worth = [figures.gmv_minor if figures else 0 for _day, figures in days]
    most = max(worth, default=0)
    drawn = []
    for position, ((day, figures), minor) in enumerate(zip(days, worth, strict=True)):
        height = max(minor * HIGH // most, 2) if most and minor else 0
        drawn.append(Bar(day, figures, position * (WIDE + GAP), HIGH - height, WIDE, height))
    orders = sum(figures.standing for _day, figures in days if figures)
    return Chart(tuple(drawn), len(drawn) * (WIDE + GAP) - GAP, HIGH, most, sum(worth), orders)
