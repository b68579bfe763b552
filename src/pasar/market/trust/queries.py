"""What a listing may not say."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass

from pasar.market.trust.models import Word

_KEPT_S = 60.0
_kept: dict[str, tuple[float, dict[str, Word], re.Pattern[str] | None]] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """A word of the country's list that a text has. severity: `refuse` or `review`."""

    word: str
    reason: str
    severity: str


def screen(country: str, texts: Iterable[str]) -> list[Finding]:
    """The country's words that these texts have, each once. The list is kept in the process for a minute."""
    words, pattern = _words(country)
    if pattern is None:
        return []
    found = {match.group() for text in texts for match in pattern.finditer(text.lower())}
    return [Finding(word, words[word].reason, words[word].severity) for word in sorted(found)]


def forget_words() -> None:
    """Read the lists anew at the next question."""
    _kept.clear()


def _words(country: str) -> tuple[dict[str, Word], re.Pattern[str] | None]:
    read_at, words, pattern = _kept.get(country, (0.0, {}, None))
    if not read_at or time.monotonic() - read_at > _KEPT_S:
        words = {word.text: word for word in Word.objects.filter(country=country)}
        # Between letters a word is part of another; Thai is written without spaces, so there it counts anywhere.
        each = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        pattern = re.compile(rf"(?<![a-z0-9])(?:{each})(?![a-z0-9])") if words else None
        _kept[country] = (time.monotonic(), words, pattern)
    return words, pattern
