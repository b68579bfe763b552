"""Finding forbidden words in what a listing says."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase that must not stand in a listing."""

    text: str
    reason: str
    severity: str


def fold(text: str) -> str:
    """Text as words are compared: NFC, lower case, invisible letters gone, runs of other signs as one space."""
    text = unicodedata.normalize("NFC", text).casefold()
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join(re.sub(r"[^\w\u0e30-\u0e4e]+", " ", text).split())


def _spaced(text: str) -> bool:
    """Whether the script sets spaces between words; Thai does not."""
    return not any("\u0e00" <= letter <= "\u0e7f" for letter in text)


@lru_cache(maxsize=64)
def _pattern(texts: tuple[str, ...]) -> re.Pattern[str]:
    parts = [rf"(?<!\w){re.escape(each)}(?!\w)" if _spaced(each) else re.escape(each) for each in texts]
    return re.compile("|".join(parts))


def find(words: Sequence[Word], texts: Iterable[str]) -> list[Word]:
    """The words that stand in any of the texts, each once, in their own order: whole words only, where there are."""
    if not words:
        return []
    by_text = {fold(word.text): word for word in words}
    # Longer ones first: a phrase counts before a word within it.
    pattern = _pattern(tuple(sorted(by_text, key=len, reverse=True)))
    found = {match for text in texts for match in pattern.findall(fold(text))}
    return [word for text, word in by_text.items() if text in found]
