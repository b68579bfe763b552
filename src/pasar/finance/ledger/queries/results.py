"""The income statement of a venture over its days, from roll-ups and the transfers since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from pasar import countries
from pasar.finance.ledger.chart import KINDS, LINES, Kind
from pasar.kernel import sql

PACKAGE = "pasar.finance.ledger"


@dataclass(frozen=True, slots=True)
class _KindMoves:
    country: str
    currency: str
    kind: str
    debits_minor: int
    credits_minor: int


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line of the income statement, positive on the side on which it grows."""

    key: str
    name: str | Promise
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a venture earned over some of its days. Source: IAS 1, IFRS 15 (commission as an agent, goods gross)."""

    country: str
    currency: str
    first: date
    last: date
    lines: tuple[ResultLine, ...]

    def line(self, key: str) -> int:
        return next(line.amount_minor for line in self.lines if line.key == key)

    @property
    def net_revenue_minor(self) -> int:
        return sum(line.amount_minor for line in self.lines if LINES[line.key].side == "credit")

    @property
    def operating_result_minor(self) -> int:
        return self.net_revenue_minor - sum(
            line.amount_minor for line in self.lines if LINES[line.key].side == "debit"
        )


def result(country: str, first: date, last: date) -> Result:
    """A venture's income statement over its days from first to last, both within."""
    return results([country], first, last)[0]


def results(ventures: Sequence[str], first: date, last: date) -> list[Result]:
    """Income statements of several ventures, one statement in SQL. Every line is there, also at 0."""
    kinds = [kind for kind in KINDS.values() if LINES[kind.line].statement == "result"]
    moves = sql.rows(
        _KindMoves, PACKAGE, "moves_between",
        countries=list(ventures), time_zones=[countries.get(key).time_zone for key in ventures],
        kinds=[kind.key for kind in kinds], first=first, last=last,
    )  # fmt: skip
    return [
        Result(
            key,
            countries.get(key).currency,
            first,
            last,
            _lines(kinds, [m for m in moves if m.country == key]),
        )
        for key in ventures
    ]


def _lines(kinds: Sequence[Kind], moves: Sequence[_KindMoves]) -> tuple[ResultLine, ...]:
    amounts = {line.key: 0 for line in LINES.values() if line.statement == "result"}
    line_of = {kind.key: LINES[kind.line] for kind in kinds}
    for move in moves:
        line = line_of[move.kind]
        difference = move.debits_minor - move.credits_minor
        amounts[line.key] += difference if line.side == "debit" else -difference
    return tuple(ResultLine(key, LINES[key].name, amount) for key, amount in amounts.items())
