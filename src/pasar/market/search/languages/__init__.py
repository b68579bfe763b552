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


@dataclass(frozen=True)
class Language:
    """One language's analysis. `key` is its tag and the file's name."""

    key: str
    stem: Callable[[str], str] = field(default=lambda word: word)
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
        pieces = self.split(text) if self.split else _WORD.findall(text)
        found = []
        for piece in pieces:
            found += _WORD.findall(fold(piece))
        return [self.spellings.get(word, word) for word in found]

    def stems(self, text: str) -> list[str]:
        """Words of a listing's text as they are indexed, the parts of a compound behind it."""
        found = []
        for word in self.words(text):
            found.append(self.stem(word))
            if self.inner:
                found += self.inner(word)
        return found

    def query_words(self, text: str) -> list[str]:
        """Words of a query: without stop words, unless there would be nothing left."""
        words = self.words(text)
        return [word for word in words if word not in self.stop_words] or words


def fold(text: str) -> str:
    """Lower case, and Latin letters without their marks; other scripts keep theirs.

    NFC comes first and last: folding decomposed text piece by piece would tear words apart, and Thai must never see NFKC.
    """
    kept = []
    for letter in unicodedata.normalize("NFC", text).lower():
        if letter == "đ":
            kept.append("d")
        elif letter < "\u0250" or "\u1e00" <= letter <= "\u1eff":
            kept += [part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part)]
        elif not "\u0300" <= letter <= "\u036f":
            kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


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
