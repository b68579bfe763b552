"""Which fee rule counts, what a shop's address is called, whether an identity number can be one."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FeeRule:
    """What the market keeps of a sale; empty class or category: all."""

    id: int
    class_key: str
    category_path: str
    commission_bps: int
    payment_fee_bps: int
    from_on: date


def covers(category_path: str, branch: str) -> bool:
    """Whether a category lies in a branch (or is it); the empty branch is the whole tree."""
    return not branch or category_path == branch or category_path.startswith(branch + "/")


def choose(rules: Iterable[FeeRule], class_key: str, category_path: str, on: date) -> FeeRule | None:
    """The rule in force on a day: class before category, the longer branch before the shorter, the later day first."""
    fitting = [
        rule
        for rule in rules
        if rule.from_on <= on
        and rule.class_key in ("", class_key)
        and covers(category_path, rule.category_path)
    ]
    return max(
        fitting,
        key=lambda rule: (rule.class_key != "", len(rule.category_path), rule.from_on, rule.id),
        default=None,
    )


def slug(name: str) -> str:
    """A shop's name as part of an address, in ASCII; empty when nothing of it is."""
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].strip("-")


def free_slug(wanted: str, taken: Iterable[str]) -> str:
    """The wanted slug, with the first number behind it that is not taken."""
    taken = set(taken)
    if wanted and wanted not in taken:
        return wanted
    number = 2
    while f"{wanted or 'shop'}-{number}" in taken:
        number += 1
    return f"{wanted or 'shop'}-{number}"


def identity_number(text: str) -> str:
    """A number as it is kept: letters and digits, upper case."""
    return "".join(letter for letter in text[:60].upper() if letter.isascii() and letter.isalnum())


def place(names: Sequence[str], otherwise: str) -> str:
    """The town of an area as cards show it; names from wide to narrow. Where provinces are large, the level below."""
    if len(names) >= 4:
        return names[1]
    return names[0] if len(names) >= 2 else otherwise
