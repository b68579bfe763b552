"""Until when an order may stay where it is: the country's clocks applied to a moment."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pasar.countries import Country
from pasar.countries.formats import working_days_after
from pasar.kernel.records import dataclass
from pasar.market.orders import rules


@dataclass(frozen=True, slots=True)
class Due:
    """When the next deadline is and what happens then; (None, '') where nothing waits."""

    at: datetime | None = None
    action: str = ""


def due(
    country: Country,
    status: str,
    at: datetime,
    *,
    promise_to: date,
    tracked: bool = True,
    extended: bool = False,
) -> Due:
    """The deadline of an order that came into `status` at this moment.

    tracked: whether its carrier tells where parcels are. Then silence is an operator's matter; a parcel nobody
    tracks is presumed delivered, and the customer's time to confirm begins.
    """
    rule = rules.DEADLINES.get(status)
    if rule is None:
        return Due()
    action = rule.action
    if action == "presume_delivered" and tracked:
        action = "ask_operator"
    today = at.astimezone(ZoneInfo(country.time_zone)).date()
    match rule.clock:
        case "ship_by":
            last_day = working_days_after(country, today, country.clocks.ship_by_working_days)
            return Due(end_of(last_day, country), action)
        case "arrive_by":
            last_day = max(promise_to, today) + timedelta(days=country.clocks.confirm_after_days)
            return Due(end_of(last_day, country), action)
        case "confirm_by":
            days = country.clocks.confirm_after_days * (2 if extended else 1)
            return Due(at + timedelta(days=days), action)
        case unknown:
            raise AssertionError(f"no clock {unknown}")


def end_of(day: date, country: Country) -> datetime:
    """The first instant after a country's local day."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(country.time_zone)).astimezone(UTC)
