"""The table of variants between the request, the form and the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.http import QueryDict
from django.utils.translation import gettext as _

from pasar.countries import Country
from pasar.kernel.errors import Invalid
from pasar.market.catalogue.queries import EditableListing
from pasar.market.catalogue.rules import SkuDraft, Words, word
from pasar.seller.listings import rules
from pasar.seller.listings.rules import Row
from pasar.ui.amounts import shown_major, typed_minor

PARTS = ("code", "price", "before", "stock")
MOST_STOCK = 1_000_000


@dataclass
class Table:
    """Up to two axes with their values as typed, and a row per combination; without axes one row."""

    axes: list[tuple[str, str]]
    """(key, values as typed), always two."""
    rows: list[Row] = field(default_factory=list)
    error: str = ""

    @property
    def chosen(self) -> list[str]:
        return [key for key, typed in self.axes if key and rules.values(typed)]

    @property
    def wrong(self) -> bool:
        return bool(self.error) or any(row.errors for row in self.rows)


def stored(listing: EditableListing, on_hand: Mapping[int, int], country: Country) -> Table:
    """The table of a listing as it is."""
    main = country.languages[0]
    skus = [sku for sku in listing.skus if sku.active]
    axes = []
    for key in listing.axes[:2]:
        labels = dict.fromkeys(word(sku.options[key], main) for sku in skus if key in sku.options)
        axes.append((key, rules.joined(labels)))
    rows = [
        Row(
            tuple(word(sku.options.get(key, ""), main) for key in listing.axes),
            sku.seller_sku, shown_major(sku.price_minor, country), shown_major(sku.list_minor, country),
            str(on_hand.get(sku.id, 0)), sku.seller_sku, str(on_hand.get(sku.id, 0)),
        )
        for sku in skus
    ]  # fmt: skip
    return Table([*axes, *[("", "")] * (2 - len(axes))], rows or [Row(())])


def sent(data: QueryDict, before_axes: Sequence[tuple[str, str]]) -> Table:
    """The table of a form, brought in line with the axes and values typed.

    before_axes: as the form showed them; where they are the same the rows stay as they are, so that a listing that has
    not every combination gets no more than it had.
    """
    axes = [(data.get(f"axis-{n}", "")[:60], data.get(f"values-{n}", "")[:4_000]) for n in range(2)]
    if axes[0][0] and axes[0][0] == axes[1][0]:
        axes[1] = ("", "")
    shown = data.getlist("axes-shown") or [part for axis in before_axes for part in axis]
    before = [row for n in range(rules.MOST_ROWS) if (row := _row(data, n)) is not None]
    found = Table(axes, before)
    if before and "table" not in data and shown == [part for axis in axes for part in axis]:
        return found
    wanted = [rules.values(typed) if key else [] for key, typed in axes]
    found.rows = rules.table(wanted, before)
    if len(found.rows) > rules.MOST_ROWS:
        found.rows, found.error = (
            before,
            _("That is more than %(most)d variants.") % {"most": rules.MOST_ROWS},
        )
    return found


def _row(data: QueryDict, n: int) -> Row | None:
    """What was typed in a row. The key carries what the row was made for; a broken one makes a new row."""
    if f"sku-{n}-price" not in data:
        return None
    try:
        options, was_code, was_stock = orjson.loads(data.get(f"sku-{n}-key", ""))
        options = tuple(str(each)[: rules.VALUE_MAX] for each in options)
    except (ValueError, TypeError):
        options, was_code, was_stock = (), "", ""
    code, price, before, stock = (data.get(f"sku-{n}-{part}", "").strip()[:100] for part in PARTS)
    return Row(options, code, price, before, stock, str(was_code)[:100], str(was_stock)[:10])


def key(row: Row) -> str:
    """What a row's hidden field carries back."""
    return orjson.dumps([row.options, row.was_code, row.was_stock]).decode()


def drafts(
    table: Table, *, country: Country, title: str, unit: Mapping[str, Any], listing: EditableListing | None
) -> list[SkuDraft]:
    """The variants as a draft; rows that cannot be read say why, those of several without a price are not offered.

    unit: weight_g and size_cm of the packed unit.
    """
    main = country.languages[0]
    known = {sku.seller_sku: sku for sku in listing.skus} if listing else {}
    words = _words(listing, main)
    taken = [row.code for row in table.rows if row.code] + list(known)
    result = []
    offered = [row for row in table.rows if row.price or len(table.rows) == 1]
    if not offered:
        table.error = _("Please give a price for at least one variant.")
    table.rows = offered or table.rows
    for row in offered:
        if not row.code:
            row.code = rules.code(title, row.options, taken)
            taken.append(row.code)
        before = known.get(row.was_code)
        price, was = _amount(row, "price", country), _amount(row, "before", country)
        _stock(row)
        options: dict[str, Words] = {
            axis: words.get((axis, value.casefold()), value)
            for axis, value in zip(table.chosen, row.options, strict=False)
        }
        same = before is not None and listing is not None and _same_unit(listing, unit)
        result.append(
            SkuDraft(
                seller_sku=row.code, price_minor=price, list_minor=was or None, options=options,
                weight_g=before.weight_g if same and before else unit["weight_g"],
                size_cm=before.size_cm if same and before else unit["size_cm"],
                picture=before.picture if before else None,
            )
        )  # fmt: skip
    return result


def as_stored(listing: EditableListing) -> list[SkuDraft]:
    """The variants of a listing as they are, for one that has more than a form can hold."""
    return [
        SkuDraft(
            seller_sku=sku.seller_sku, price_minor=sku.price_minor or 0, list_minor=sku.list_minor,
            options=sku.options, weight_g=sku.weight_g, size_cm=sku.size_cm, picture=sku.picture,
        )
        for sku in listing.skus
        if sku.active
    ]  # fmt: skip


def _same_unit(listing: EditableListing, unit: Mapping[str, Any]) -> bool:
    """Whether the form's packed unit is still the first variant's: then each keeps its own."""
    first = next((sku for sku in listing.skus if sku.active), None)
    return first is not None and (first.weight_g, tuple(first.size_cm)) == (unit["weight_g"], unit["size_cm"])


def _words(listing: EditableListing | None, main: str) -> dict[tuple[str, str], Words]:
    """The values there are, by axis and what they are called: a value that has several languages keeps them."""
    if listing is None:
        return {}
    return {
        (axis, word(value, main).casefold()): value
        for sku in listing.skus
        for axis, value in sku.options.items()
    }


def counted(rows: Sequence[Row]) -> dict[str, int]:
    """Units on the shelf by code, of rows where the number was changed: what was sold meanwhile is not undone."""
    return {row.code: int(row.stock) for row in rows if row.stock and row.stock != row.was_stock}


def _amount(row: Row, part: str, country: Country) -> int:
    typed = getattr(row, part)
    if not typed:
        if part == "price":
            row.errors[part] = _("Please give a price.")
        return 0
    try:
        return typed_minor(typed, country)
    except Invalid as refusal:
        row.errors[part] = str(refusal)
        return 0


def _stock(row: Row) -> None:
    row.stock = row.stock or row.was_stock or "0"
    if not (
        row.stock.isascii()
        and row.stock.isdigit()
        and int(row.stock[:9]) <= MOST_STOCK
        and len(row.stock) < 9
    ):
        row.errors["stock"] = _("Please give a whole number.")
