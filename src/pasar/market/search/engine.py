"""The narrow door to whatever holds the index: another engine can stand behind it, and one suite describes both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pasar.market.search.rules import Behaviour, Document, SearchRequest


@dataclass(frozen=True)
class Hit:
    """A listing found, with what the second stage needs to place it."""

    listing_id: int
    shop_id: int
    score: float
    sort_key: int
    behaviour: Behaviour


@dataclass(frozen=True)
class Found:
    """What one look into the index gives. `facets` holds (value, count) by name, the most frequent first."""

    hits: list[Hit]
    total: int
    facets: dict[str, list[tuple[str, int]]]
    price_range: tuple[int, int] | None


class SearchEngine(Protocol):
    """One venture's index. Readers may be many; there is one writer over all processes."""

    def find(
        self,
        request: SearchRequest,
        *,
        words: Sequence[Sequence[str]],
        exact: Sequence[str],
        strictness: str,
        limit: int,
        below: int | None,
        with_facets: bool,
        now_s: int,
    ) -> Found:
        """Listings for a tidy request.

        words: for each word of the text its possible stems; empty: everything. exact: the words as typed, for the
        phrase. strictness: `all` words, `most` of them, or `similar` ones. below: for orders by a field, only
        keys past this one.
        """  # fmt: skip

    def complete(self, prefix: str, limit: int) -> list[str]:
        """Words of titles that begin with a folded prefix, the most frequent first."""

    def write(self, documents: Iterable[Document], gone: Iterable[int], *, commit: bool = True) -> None:
        """Put documents in the place of their older selves and take `gone` away. commit: make all so far visible."""

    def count(self) -> int:
        """Documents in the index."""
