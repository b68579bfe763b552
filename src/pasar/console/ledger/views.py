"""The venture's book: every account, the proof that it balances, what was earned, and entries by hand."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pasar.console.frame import done, page, render
from pasar.console.ledger.forms import JournalForm, PeriodForm
from pasar.console.staff import ConsoleRequest, Staff
from pasar.countries import Country
from pasar.finance.ledger import operations, queries
from pasar.finance.ledger.chart import KINDS, LINES
from pasar.finance.ledger.rules import AccountKey
from pasar.kernel import clock
from pasar.kernel.errors import NotFound
from pasar.ui import params


@page("ledger")
def trial_balance(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    rows = queries.trial_balance(venture.key)
    return render(
        request, "console/trial_balance.html", _("Trial balance"),
        rows=[(row, LINES[KINDS[row.kind].line].name) for row in rows],
        debits=sum(max(row.difference_minor, 0) for row in rows),
        credits=sum(max(-row.difference_minor, 0) for row in rows),
        sums=[each for each in queries.sums() if each.country in staff.ventures],
    )  # fmt: skip


@page("ledger")
def accounts(request: ConsoleRequest, venture: Country, staff: Staff, kind: str) -> HttpResponse:
    """All accounts of a kind, the fullest first."""
    if kind not in KINDS:
        raise NotFound
    owner = params.number_or_none(request.GET, "owner")
    found = queries.balances(venture.key, kinds=[kind], owner_id=owner)
    ranked = sorted(found, key=lambda each: -abs(each.balance_minor))
    return render(
        request, "console/accounts.html", str(KINDS[kind].name),
        kind=KINDS[kind], found=ranked[:200], count=len(found), owner="" if owner is None else owner,
        total=sum(each.balance_minor for each in found),
    )  # fmt: skip


@page("ledger")
def account(request: ConsoleRequest, venture: Country, staff: Staff, account_id: int) -> HttpResponse:
    """One account with its transfers, the newest first."""
    found = queries.account(account_id)
    if found.country != venture.key:
        raise NotFound
    shown = queries.account_page(account_id, after=_after(request.GET.get("after", "")))
    return render(request, "console/account.html", found.name, shown=shown, kind=KINDS[found.kind])


@page("ledger")
def result(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    """What the venture earned between two of its days, by line of the income statement."""
    today = clock.now().astimezone(ZoneInfo(venture.time_zone)).date()
    form = PeriodForm(request.GET or None)
    first, last = today.replace(day=1), today
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    found = queries.result(venture.key, first, last)
    before = queries.result(venture.key, *_before(first, last))
    return render(
        request, "console/result.html", _("Result"),
        form=form if form.is_bound else PeriodForm(initial={"first": first, "last": last}), found=found, before=before,
        lines=[
            (line, LINES[line.key], earlier.amount_minor)
            for line, earlier in zip(found.lines, before.lines, strict=True)
        ],
    )  # fmt: skip


@page("ledger")
def journal(request: ConsoleRequest, venture: Country, staff: Staff) -> HttpResponse:
    form = JournalForm(request.POST or None, country=venture)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        booked = operations.journal_entry(
            entry_id=wanted["entry_id"], country=venture.key, debit=AccountKey(wanted["debit"]),
            credit=AccountKey(wanted["credit"]), amount_minor=wanted["amount"], reason=wanted["reason"],
            actor=staff.actor,
        )  # fmt: skip
        return done(
            request, _("Booked as %(number)s.") % {"number": booked.number[:8]}, "console_trial_balance"
        )
    return render(request, "console/journal.html", _("Journal entry"), form=form)


def _after(text: str) -> tuple[datetime, UUID] | None:
    """The keyset position in an address: microseconds since 1970 and an id."""
    stamp, _dot, transfer_id = text.partition(".")
    try:
        return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(stamp)), UUID(transfer_id)
    except (ValueError, OverflowError):
        return None


def _before(first: date, last: date) -> tuple[date, date]:
    """The period of the same length that ended the day before."""
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)
