"""Closing cycles, and handing statements over to be paid."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from pasar import countries
from pasar.countries import Country
from pasar.finance.settlement import rules
from pasar.finance.settlement.events import SettlementClosed
from pasar.finance.settlement.models import Cycle
from pasar.finance.settlement.queries import DueStatement
from pasar.kernel import clock, events, ids, sql


def close_cycle(country: str) -> int:
    """Close the cycles of a venture that have ended; return how many statements were made.

    Every transfer on a seller's account before a cycle's end is on the statement of that cycle, or, if it came in
    late, of the next one. Repeating it changes nothing.
    """
    venture = countries.get(country)
    today = _today(venture)
    last = (
        Cycle.objects.filter(country=country)
        .order_by("-closes_on")
        .values_list("closes_on", flat=True)
        .first()
    )
    days = rules.days_to_close(today, venture.clocks.settle_weekday, last)
    if last is None and not _anything_due(venture, today):
        return 0  # the first cycle of a venture is the one in which its sellers first earned something
    return sum(_close(venture, day) for day in days)


def _anything_due(country: Country, today: date) -> bool:
    cut_at = rules.start_of(rules.last_day(today, country.clocks.settle_weekday), country.time_zone)
    since = datetime(2000, 1, 1, tzinfo=UTC)
    return bool(
        sql.values(
            __package__,
            "unsettled",
            country=country.key,
            currency=country.currency,
            cut_at=cut_at,
            since=since,
        )
    )


@transaction.atomic
def _close(country: Country, day: date) -> int:
    cut_at, now = rules.start_of(day, country.time_zone), clock.now()
    claimed = sql.values(
        __package__, "claim_cycle", country=country.key, closes_on=day, cut_at=cut_at, at=now
    )
    if not claimed:
        return 0
    cycle_id: int = claimed[0][0]
    since = _settled_before(country.key, day)
    place = {"country": country.key, "currency": country.currency}
    sellers = sql.values(__package__, "unsettled", cut_at=cut_at, since=since, **place)
    if not sellers:
        return 0
    sql.run(__package__, "carry", seller_ids=[seller for seller, _ in sellers], **place)
    statement_ids = [ids.uuid7() for _ in sellers]
    local = cut_at.astimezone(ZoneInfo(country.time_zone))
    sql.run(
        __package__, "open_statements",
        ids=statement_ids, cycle_id=cycle_id, closes_on=day, at=now,
        numbers=[ids.short_number(country.key, local, each, prefix="S") for each in statement_ids],
        seller_ids=[seller for seller, _ in sellers], openings=[opening for _, opening in sellers], **place,
    )  # fmt: skip
    sql.run(__package__, "write_lines", cycle_id=cycle_id, cut_at=cut_at, since=since)
    closed = sql.values(__package__, "sum_up", cycle_id=cycle_id)
    events.append(
        SettlementClosed(
            country=country.key, statement_id=row[0], seller_id=row[1], number=row[2], currency=row[3],
            net_minor=row[4], closing_minor=row[5], closes_on=day.isoformat(),
        )
        for row in sorted(closed)
    )  # fmt: skip
    return len(closed)


def _settled_before(country: str, day: date) -> datetime:
    """No transfer before this moment can be missing from the statements."""
    before = Cycle.objects.filter(country=country, closes_on__lt=day).order_by("-closes_on").first()
    return before.cut_at - rules.LATEST if before else datetime(2000, 1, 1, tzinfo=UTC)


@transaction.atomic
def begin_payouts(*, statement_ids: Sequence[UUID]) -> list[DueStatement]:
    """Those of the statements that are due and not being paid yet, from now on being paid: who gets them here pays.

    A repeat gets none of them again. What comes back of a payout is on the seller's next statement.
    """
    begun = sql.rows(DueStatement, __package__, "begin_payouts", ids=list(statement_ids))
    return sorted(begun, key=lambda each: each.seller_id)


def close_due() -> int:
    """Close what has ended in any venture; return how many statements were made."""
    lasts = dict(Cycle.objects.order_by().values_list("country").annotate(Max("closes_on")))
    return sum(
        close_cycle(key)
        for key, country in countries.all_countries().items()
        if any(rules.days_to_close(_today(country), country.clocks.settle_weekday, lasts.get(key)))
    )


def _today(country: Country) -> date:
    return clock.now().astimezone(ZoneInfo(country.time_zone)).date()
