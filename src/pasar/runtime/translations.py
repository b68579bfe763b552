"""Translations ready for Django: `.mo` files made from `.po` files by Babel, since gettext's tools may be missing."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_all() -> int:
    """Write each `.mo` that is missing or older than its `.po`; return how many."""
    written = 0
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        part = target.with_suffix(".mo.new")
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(target)
        written += 1
    return written
