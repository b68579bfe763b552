"""How each language's text becomes words: one file per language, found by registration.

The same `Language` analyses listings and queries, or they never meet. Words come out folded (lower case, no marks that
people leave out when they type) and, for `stems`, without the endings that do not change what is meant.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

_WORD = re.compile(r"[\w\u0e30-\u0e4e]+(?:[.,]\d[\w]*)*", re.UNICODE)
_MEASURE = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d+)?)\s+(kg|gr|g|mg|ml|l|liter|litre|cm|mm|m|inch|in|gb|tb|mb|mah|w|watt|v|hz|pcs|pc|pack)\b",
    re.IGNORECASE,
)


def unchanged(word: str) -> str:
    """The stem in a language whose words have no endings, or none that is safe to take off."""
    return word


@dataclass(frozen=True)
class Language:
    """One language's analysis. `key` is its tag and the file's name."""

    key: str
    stem: Callable[[str], str] = field(default=unchanged)
    split: Callable[[str], Sequence[str]] | None = None
    """Cuts text written without spaces; None: words stand apart already."""
    inner: Callable[[str], Sequence[str]] | None = None
    """Words inside a compound, indexed beside it so that a search for a part finds the whole (Thai)."""
    stop_words: frozenset[str] = frozenset()
    spellings: dict[str, str] = field(default_factory=dict)
    """Short forms and slang by what they stand for, folded: {"hp": "handphone"}."""

    def words(self, text: str) -> list[str]:
        """Folded words of a text, in order, with units joined to their number ("5 kg" is `5kg`)."""
        text = _MEASURE.sub(r"\1\2", unicodedata.normalize("NFC", text))
        if self.split:
            text = " ".join(self.split(text))
        found = _WORD.findall(fold(text))
        return [self.spellings.get(word, word) for word in found] if self.spellings else found

    def stems(self, text: str) -> list[str]:
        """Words of a listing's text as they are indexed, the parts of a compound behind it."""
        return self.stemmed(self.words(text))

    def stemmed(self, words: list[str]) -> list[str]:
        if self.stem is not unchanged:
            words = [self.stem(word) for word in words]
        if self.inner is None:
            return words
        return [part for word in words for part in (word, *self.inner(word))]

    def query_words(self, text: str) -> list[str]:
        """Words of a query: without stop words, unless there would be nothing left."""
        words = self.words(text)
        return [word for word in words if word not in self.stop_words] or words


def _unmarked() -> dict[int, str | None]:
    """Latin letters by their code without marks, and combining marks to nothing: what `fold` translates by."""
    table: dict[int, str | None] = dict.fromkeys(range(0x300, 0x370))
    for code in (*range(0x80, 0x250), *range(0x1E00, 0x1F00)):
        parts = unicodedata.normalize("NFD", chr(code))
        table[code] = "".join(part for part in parts if not unicodedata.combining(part))
    table[ord("đ")] = "d"
    return table


_UNMARKED = _unmarked()


def fold(text: str) -> str:
    """Lower case, and Latin letters without their marks; other scripts keep theirs.

    NFC comes first and last: folding decomposed text piece by piece would tear words apart, and Thai must never see
    NFKC.
    """
    folded = unicodedata.normalize("NFC", text).lower().translate(_UNMARKED)
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


@cache
def all_languages() -> dict[str, Language]:
    """Every language's adapter by key."""
    from pasar.kernel.registry import discover
    from pasar.market.search import languages

    return discover(languages, Language)


def get(key: str) -> Language:
    """The language's adapter, or English's for one that has none."""
    found = all_languages()
    return found.get(key) or found["en"]
