"""A listing's table of variants, as a form holds it: pure."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MOST_ROWS = 80
"""Rows that one form may carry: a request has at most so many fields."""
VALUE_MAX = 60


@dataclass
class Row:
    """One variant as typed. `options` has a value per axis; `was_code` is the code of a variant that there is."""

    options: tuple[str, ...]
    code: str = ""
    price: str = ""
    before: str = ""
    stock: str = ""
    was_code: str = ""
    was_stock: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return ", ".join(self.options)


def values(typed: str) -> list[str]:
    """Values of an axis, parted by commas or lines, each once, in their order."""
    parts = (" ".join(part.split())[:VALUE_MAX] for part in re.split(r"[,;\n、，]", typed[:4_000]))
    seen: dict[str, str] = {}
    for part in parts:
        if part:
            seen.setdefault(part.casefold(), part)
    return list(seen.values())


def table(axes: Sequence[Sequence[str]], before: Iterable[Row]) -> list[Row]:
    """A row for every combination of the axes' values; what was typed for one stays with it.

    A new row begins with the first row's prices, so that one fills in what differs.
    """
    known = {tuple(value.casefold() for value in row.options): row for row in before}
    first = next(iter(known.values()), Row(()))
    rows = []
    for combination in itertools.islice(itertools.product(*(each for each in axes if each)), MOST_ROWS + 1):
        found = known.get(tuple(value.casefold() for value in combination))
        if found is not None:
            rows.append(found)
        else:
            rows.append(Row(combination, price=first.price, before=first.before))
    return rows


def code(title: str, options: Sequence[str], taken: Iterable[str]) -> str:
    """A seller's code for a variant that was given none, such as `KAOS-POLOS-MERAH-XL`."""
    parts = [_ascii(title)[:16].strip("-"), *(_ascii(option)[:10].strip("-") for option in options)]
    wanted = "-".join(part for part in parts if part) or "SKU"
    taken = {each.casefold() for each in taken}
    if wanted.casefold() not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}".casefold() in taken:
        number += 1
    return f"{wanted}-{number}"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^A-Z0-9]+", "-", plain.encode("ascii", "ignore").decode().upper()).strip("-")


def editable(html: str) -> str:
    """A description as a seller edits it: plain lines where it has only paragraphs, else its HTML."""
    if re.search(r"<(?!/?p>|br\s*/?>)", html):
        return html
    text = re.sub(r"</p>\s*<p>", "\n\n", html)
    text = re.sub(r"<br\s*/?>", "\n", text)
    text = re.sub(r"</?p>", "", text)
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ("\u00a0", "&nbsp;"), ("&", "&amp;")):
        text = text.replace(entity, sign)
    return text.strip()
