"""A listing's table of variants, as a form holds it: pure."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

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
    """Values of an axis, each once, in their order: parted by semicolons or lines, or else by commas.

    A comma between digits is a decimal one: `1 L, 1,2 L` are two.
    """
    typed = typed[:4_000]
    parts_at = r"[;\n]" if re.search(r"[;\n]", typed) else r"[、，]|,(?!\d)|(?<!\d),"
    parts = (" ".join(part.split())[:VALUE_MAX] for part in re.split(parts_at, typed))
    seen: dict[str, str] = {}
    for part in parts:
        if part:
            seen.setdefault(part.casefold(), part)
    return list(seen.values())


def joined(labels: Iterable[str]) -> str:
    """Values as one types them; `values` reads them back."""
    found = list(labels)
    return ("; " if any("," in label for label in found) else ", ").join(found)


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
    """A description as a seller edits it: lines, `- ` before points, `**bold**`; HTML where it has more than these."""
    if re.search(r"<(?!/?(?:p|ul|li|b|strong)>|br\s*/?>)", html):
        return html
    text = re.sub(r"</?(?:b|strong)>", "**", re.sub(r"<br\s*/?>", "\n", html))
    text = re.sub(r"\s*<ul>\s*", "\n\n", re.sub(r"\s*</ul>\s*", "\n\n", text))
    text = re.sub(r"\s*</li>\s*", "\n", text.replace("<li>", "- "))
    text = re.sub(r"\s*<p>\s*", "\n\n", re.sub(r"\s*</p>\s*", "\n\n", text))
    return re.sub(r"\n{3,}", "\n\n", unescape(text).replace("\u00a0", " ")).strip()


def written(text: str) -> str:
    """HTML of what a seller wrote in a form; HTML stays what it is (the catalogue cleans either)."""
    text = text.replace("\r\n", "\n").strip()
    if re.search(r"<[a-zA-Z/!][^>]*>", text):
        return text
    blocks = []
    for block in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        for is_list, group in itertools.groupby(lines, key=lambda line: bool(_POINT.match(line))):
            said = [_bold(escape(_POINT.sub("", line) if is_list else line, quote=False)) for line in group]
            points = "".join(f"<li>{each}</li>" for each in said)
            blocks.append(f"<ul>{points}</ul>" if is_list else f"<p>{'<br>'.join(said)}</p>")
    return "".join(blocks)


_POINT = re.compile(r"^[-•*]\s+")


def _bold(line: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", line)
