"""Who is shown as the author, and how ratings sum up."""

from collections.abc import Mapping
from dataclasses import dataclass

MOST_TEXT = 2_000
MOST_REPLY = 1_000
MOST_PICTURES = 6
STARS = (5, 4, 3, 2, 1)


def shown_author(name: str) -> str:
    """A name as strangers see it: its first and last letter, `S***i`; `***` for none."""
    letters = "".join(name.split())
    if not letters:
        return "***"
    return f"{letters[0]}***{letters[-1]}" if len(letters) > 1 else f"{letters}***"


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many gave how many stars."""

    counts: Mapping[int, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def average(self) -> float | None:
        """To one decimal; None without any review."""
        if not self.total:
            return None
        return round(sum(stars * count for stars, count in self.counts.items()) / self.total, 1)

    @property
    def bars(self) -> tuple[tuple[int, int, int], ...]:
        """(stars, count, percent of all), the most stars first."""
        return tuple(
            (stars, count, count * 100 // self.total if self.total else 0)
            for stars in STARS
            for count in [self.counts.get(stars, 0)]
        )
