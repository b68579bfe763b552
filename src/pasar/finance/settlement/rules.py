"""When a venture's cycles end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
LATEST = timedelta(days=60)
"""A transfer commits at most this long after its own time: statements look back no further than this behind the cycle
before."""


def last_day(today: date, weekday: int) -> date:
    """The settle day that was last, today itself if it is one. weekday: 0 = Monday."""
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def days_to_close(today: date, weekday: int, closed_on: date | None) -> Iterator[date]:
    """The settle days whose cycles are to be closed now, the oldest first; of a new venture the last one."""
    last = last_day(today, weekday)
    day = last if closed_on is None else last_day(closed_on, weekday) + WEEK
    while day <= last:
        yield day
        day += WEEK


def start_of(day: date, time_zone: str) -> datetime:
    """The first instant of a venture's day."""
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)
