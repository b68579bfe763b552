"""What people type, made safe to keep: one form of Unicode, no control characters, no tricks with direction."""

import unicodedata

_ZERO_WIDTH_KEPT = {"\u200c", "\u200d"}
"""Joiners are part of words in some scripts and of emoji."""


def _kept(letter: str) -> bool:
    return letter in _ZERO_WIDTH_KEPT or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def one_line(text: str, most: int = 200) -> str:
    """A single line: NFC, runs of white space as one space, invisible characters gone, at most `most` characters.

    It can go into a mail's header, a file name's parts or a label as it is.
    """
    text = unicodedata.normalize("NFC", text[: most * 4])
    text = "".join(" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(letter for letter in text if _kept(letter)).split())[:most].strip()


def plain_text(text: str, most: int = 5_000) -> str:
    """Several lines: as `one_line` per line, with no more than one empty line between two."""
    lines: list[str] = []
    for line in text[: most * 2].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        clean = one_line(line, most)
        if clean or (lines and lines[-1]):
            lines.append(clean)
    return "\n".join(lines).strip()[:most]
