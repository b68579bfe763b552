"""Every venture's figures, each in its own currency: the income statement by line, and where the money stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pasar import countries
from pasar.finance.ledger import queries as ledger
from pasar.finance.ledger.chart import KINDS, LINES
from pasar.finance.ledger.queries import KindBalance, Result, ResultLine


@dataclass(frozen=True, slots=True)
class VentureFigures:
    """A venture over some of its days, and its position now. Minor units of its own currency."""

    country: str
    name: str
    currency: str
    result: Result
    position: tuple[ResultLine, ...]
    """Lines of the position now, each positive on the side on which it grows."""
    balanced: bool
    """Debits and credits of all its accounts are equal."""

    @property
    def net_revenue_minor(self) -> int:
        return self.result.net_revenue_minor

    @property
    def operating_result_minor(self) -> int:
        return self.result.operating_result_minor

    @property
    def margin_bps(self) -> int | None:
        """Operating result of net revenue; None without revenue."""
        if not self.net_revenue_minor:
            return None
        return int(
            (Decimal(self.operating_result_minor) * 10_000 / self.net_revenue_minor).to_integral_value()
        )

    def held(self, line: str) -> int:
        """A line of the position."""
        return next(each.amount_minor for each in self.position if each.key == line)


def ventures(first: date, last: date) -> list[VentureFigures]:
    """Every venture's figures over its days from first to last, both within. Two statements for all."""
    keys = list(countries.all_countries())
    by_country: dict[str, list[KindBalance]] = {key: [] for key in keys}
    for each in ledger.trial_balance():
        by_country.setdefault(each.country, []).append(each)
    return [_figures(result, by_country[result.country]) for result in ledger.results(keys, first, last)]


def venture(country: str, first: date, last: date) -> VentureFigures:
    """One venture's figures."""
    return _figures(ledger.result(country, first, last), ledger.trial_balance(country))


def _figures(result: Result, balances: Sequence[KindBalance]) -> VentureFigures:
    return VentureFigures(
        country=result.country,
        name=countries.get(result.country).name,
        currency=result.currency,
        result=result,
        position=_position(balances),
        balanced=sum(each.difference_minor for each in balances) == 0,
    )


def _position(balances: Iterable[KindBalance]) -> tuple[ResultLine, ...]:
    """The lines of the position; what was earned so far stands in equity."""
    amounts = {line.key: 0 for line in LINES.values() if line.statement == "position"}
    for each in balances:
        line = LINES[KINDS[each.kind].line]
        if line.statement == "result":
            amounts["equity"] -= each.difference_minor
        else:
            amounts[line.key] += each.difference_minor if line.side == "debit" else -each.difference_minor
    return tuple(ResultLine(key, LINES[key].name, amount) for key, amount in amounts.items())
