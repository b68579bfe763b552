"""What an import did, in numbers and in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pasar import countries
from pasar.countries import formats


@dataclass
class Report:
    """The outcome of one file; in a dry run what it would have been."""

    country: str
    mapping: str
    dry_run: bool
    rows: int = 0
    """Rows in the file."""
    foreign: int = 0
    """Of other countries."""
    new: int = 0
    changed: int = 0
    same: int = 0
    repeated: int = 0
    """Rows whose code comes again further down, where it counts."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Rejected rows by reason."""
    resumed_from: int = 0
    """Rows that an earlier, broken-off run had taken."""
    seconds: float = 0.0
    shops: tuple[str, ...] = ()
    opened: int = 0
    """Shops that were not there before."""
    keepers: tuple[str, ...] = ()
    """E-mail addresses of those who look after them."""
    categories: Counter[str] = field(default_factory=Counter)
    prices: tuple[int, int] | None = None
    """The lowest and the highest, in minor units."""
    rejects_path: Path | None = None
    searchable: bool | None = None
    """Whether all could be found when the import ended; None: it was not waited for."""

    @property
    def rejected(self) -> int:
        return sum(self.reasons.values())

    @property
    def taken(self) -> int:
        return self.new + self.changed + self.same

    @property
    def rate(self) -> float:
        """Rows a second, those of other countries and of an earlier run left out."""
        done = self.taken + self.repeated + self.rejected
        return done / self.seconds if self.seconds else 0.0

    def note(self, foreign: int, reasons: Iterable[str]) -> None:
        """Count rows that became no listing."""
        self.foreign += foreign
        self.reasons.update(reasons)

    def counts(self) -> dict[str, object]:
        """What a run keeps of it."""
        return {
            "new": self.new, "changed": self.changed, "same": self.same, "repeated": self.repeated,
            "foreign": self.foreign, "reasons": dict(self.reasons), "categories": dict(self.categories),
            "prices": self.prices,
        }  # fmt: skip

    def go_on_from(self, kept: dict[str, Any]) -> None:
        """Begin with what a broken-off run counted."""
        for name in ("new", "changed", "same", "repeated", "foreign"):
            setattr(self, name, kept.get(name, 0))
        self.reasons = Counter(kept.get("reasons") or {})
        self.categories = Counter(kept.get("categories") or {})
        low, high = kept.get("prices") or (None, None)
        self.prices = (low, high) if low is not None and high is not None else None

    def text(self) -> str:
        """The report for a terminal."""
        lines = []
        if self.dry_run:
            lines.append("Nothing was written: this was a dry run.")
        lines.append(f"{self.rows:,} rows, {self.foreign:,} of other countries")
        if self.resumed_from:
            lines.append(f"went on behind row {self.resumed_from:,}")
        lines.append(
            f"{self.new:,} new, {self.changed:,} changed, {self.same:,} the same, {self.repeated:,} repeated, "
            f"{self.rejected:,} rejected"
        )
        lines += [
            f"  {count:>6,}  {reason.replace('_', ' ')}" for reason, count in self.reasons.most_common()
        ]
        if self.prices:
            low, high = (
                formats.exact_money_text(each, countries.get(self.country), "en") for each in self.prices
            )
            lines.append(f"prices from {low} to {high}")
        lines += [f"  {count:>6,}  {path}" for path, count in self.categories.most_common(8)]
        if self.shops:
            lines.append(
                f"shops: {', '.join(self.shops)}" + (f" ({self.opened} opened)" if self.opened else "")
            )
        if self.keepers:
            lines.append(f"their keepers sign in with a code sent to: {', '.join(self.keepers)}")
        if self.rejects_path:
            lines.append(f"rejected rows with their reasons: {self.rejects_path}")
        lines.append(f"{self.seconds:.1f} s, {self.rate:,.0f} listings/s")
        if self.searchable is False:
            lines.append("The worker is still indexing; the rest can be found shortly.")
        return "\n".join(lines)
