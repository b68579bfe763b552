"""Sellers' turnover of the year: read under a lock when a sale is released, and moved with it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from pasar import countries
from pasar.kernel import sql

Year = tuple[str, int, int]
"""Country, seller, year of the venture."""


def year_of(country: str, at: datetime) -> int:
    """The venture's year at a moment."""
    return at.astimezone(ZoneInfo(countries.get(country).time_zone)).year


def lock_turnovers(years: Iterable[Year]) -> dict[Year, int]:
    """Turnover so far, locked in seller order: sales of one seller pass a threshold one after the other."""
    wanted = sorted(set(years), key=lambda year: year[1:])
    if not wanted:
        return {}
    country_of = {(seller, year): country for country, seller, year in wanted}
    rows = sql.values(
        __package__, "lock_turnovers",
        countries=[year[0] for year in wanted], seller_ids=[year[1] for year in wanted],
        years=[year[2] for year in wanted],
    )  # fmt: skip
    return {(country_of[seller, year], seller, year): minor for seller, year, minor in rows}


def add_turnovers(amounts: Mapping[Year, int]) -> None:
    """Add what was released; below zero for what was taken back."""
    moved = sorted(((key, minor) for key, minor in amounts.items() if minor), key=lambda item: item[0][1:])
    if moved:
        sql.run(
            __package__, "add_turnovers",
            countries=[key[0] for key, _ in moved], seller_ids=[key[1] for key, _ in moved],
            years=[key[2] for key, _ in moved], amounts=[minor for _, minor in moved],
        )  # fmt: skip
