"""Days that a seller looks forward to."""

from datetime import date, timedelta


def next_settlement(today: date, weekday: int) -> date:
    """The next day on which statements are closed, today not counted. weekday: 0 = Monday."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
