"""Today in one venture: what was sold, who waits, what is stuck."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pasar.console.frame import page, render
from pasar.console.home.chart import bars
from pasar.console.staff import ConsoleRequest, Staff
from pasar.countries import Country
from pasar.finance.ledger import queries as ledger
from pasar.finance.payments import queries as payments
from pasar.finance.settlement import queries as settlement
from pasar.kernel import clock, events
from pasar.market.orders import queries as orders
from pasar.market.search import queries as search
from pasar.market.sellers import queries as sellers
from pasar.market.trust import queries as trust

DAYS = 14


@page("home")
def home(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    now = clock.now()
    today = now.astimezone(ZoneInfo(venture.time_zone)).date()
    first = today - timedelta(days=DAYS - 1)
    by_day = {day.day: day for day in orders.days(venture.key, venture.time_zone, first, today)}
    chart = bars([(first + timedelta(days=n), by_day.get(first + timedelta(days=n))) for n in range(DAYS)])
    index = next(each for each in search.health() if each.country == venture.key)
    return render(
        request, "console/home.html", _("Today"),
        now=now, today=by_day.get(today), chart=chart, overdue=orders.overdue(venture.key, now),
        statuses=orders.status_counts(venture.key), applications=sellers.applications(venture.key),
        reports=trust.open_count(venture.key), index=index, parked=events.parked(),
        sums=[each for each in ledger.sums() if each.country == venture.key],
        due=settlement.due(venture.key), failed_refunds=payments.failed_refunds(venture.key),
        odd_payments=payments.odd_payments(venture.key),
    )  # fmt: skip
