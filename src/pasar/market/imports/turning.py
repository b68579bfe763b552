"""Rows turned into listings, or refused with the reason."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pasar.countries import Country
from pasar.kernel.money import EXPONENTS
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue import texts
from pasar.market.catalogue.rules import DESCRIPTION_MAX, TITLE_MAX, BulkListing, Picture, Size, SkuDraft
from pasar.market.imports import rules
from pasar.market.imports.mappings import Mapping as FileMapping
from pasar.market.imports.mappings import category_of
from pasar.market.imports.rules import Reject

TINTS = ("red", "orange", "yellow", "green", "teal", "blue", "indigo", "purple", "pink", "brown")
GROUNDS = ("sand", "mist", "dusk", "leaf", "rose", "sky", "slate", "paper")
STOCK_MAX = 100_000


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop that takes rows. Ids are 0 in a dry run that would make it."""

    id: int
    seller_id: int
    warehouse_id: int


@dataclass(frozen=True, slots=True)
class Turned:
    """A row as a listing, with the units its shop has of it."""

    number: int
    listing: BulkListing
    units: int
    warehouse_id: int


def turner(
    mapping: FileMapping, country: Country, shops: Mapping[str, Shop]
) -> Callable[[int, Sequence[str]], Turned | None]:
    """The function that turns one row; None for a row of another country. It raises Reject.

    shops: by the value of the mapping's shop column, "" for the rest.
    """
    columns = {column: place for place, column in enumerate(mapping.needed_columns())}
    places = {name: columns[column] for name, column in mapping.fields.items()}
    category_places = [columns[column] for column in mapping.category_columns]
    country_place = columns.get(mapping.country_column)
    shop_place = columns.get(mapping.shop_column)
    missing, width = mapping.missing, len(columns)
    exponent, step = EXPONENTS[country.currency], country.price_step_minor

    def value(row: Sequence[str], name: str) -> str:
        place = places.get(name)
        found = "" if place is None else row[place]
        return "" if found in missing else found

    def turn(number: int, row: Sequence[str]) -> Turned | None:
        if len(row) != width:
            raise Reject("row_unreadable")
        if country_place is not None and row[country_place].strip().lower() != country.key:
            return None
        code = value(row, "seller_sku").strip()
        if not code or len(code) > 100 or "\0" in code:
            raise Reject("sku_missing", code)
        title = rules.line(value(row, "title"), TITLE_MAX)
        if not title:
            raise Reject("title_missing")
        price = rules.price_minor(value(row, "price"), mapping.price, exponent=exponent, step_minor=step)
        source = "/".join(
            part for place in category_places if (part := row[place].strip()) and part not in missing
        )
        path = category_of(mapping, source, title)
        category = catalogue.find_category(path)
        if category is None or not category.is_leaf:
            raise Reject("category_unknown", source)
        shop = shops.get(row[shop_place].strip() if shop_place is not None else "") or shops.get("")
        if shop is None:
            raise Reject("shop_unknown", row[shop_place or 0])
        description = texts.clean(value(row, "description")[: DESCRIPTION_MAX * 2])[:DESCRIPTION_MAX]
        if len(description) == DESCRIPTION_MAX:
            description = texts.clean(description)
        weight_g, size_cm = parcel(path)
        return Turned(
            number=number,
            listing=BulkListing(
                shop_id=shop.id,
                seller_id=shop.seller_id,
                category_path=path,
                titles={mapping.language: title},
                descriptions={mapping.language: description} if description else {},
                brand=rules.line(value(row, "brand"), 100),
                pictures=[_picture(value(row, "picture"), category.picture, code)],
                popularity=rules.whole(value(row, "popularity"), least=0, most=100, otherwise=50),
                skus=[
                    SkuDraft(
                        seller_sku=code,
                        price_minor=price,
                        list_minor=_list_price(value(row, "list_price"), mapping, price, exponent, step),
                        weight_g=rules.whole(
                            value(row, "weight_g"), least=1, most=1_000_000, otherwise=weight_g
                        ),
                        size_cm=size_cm,
                    )
                ],
            ),
            units=rules.whole(value(row, "stock"), least=0, most=STOCK_MAX, otherwise=mapping.stock_units),
            warehouse_id=shop.warehouse_id,
        )

    return turn


def _list_price(text: str, mapping: FileMapping, price: int, exponent: int, step: int) -> int | None:
    """The price before, when there is one and it is dearer; a bad one does not cost the row."""
    if not text:
        return None
    try:
        found = rules.price_minor(text, mapping.price, exponent=exponent, step_minor=step)
    except Reject:
        return None
    return found if found > price else None


def _picture(address: str, thing: str, code: str) -> Picture:
    if found := rules.address(address):
        return {"kind": "remote", "url": found, "object": thing}
    seed = sum(code.encode())
    return {
        "kind": "object", "object": thing, "tint": TINTS[seed % len(TINTS)], "ground": GROUNDS[seed % len(GROUNDS)],
    }  # fmt: skip


@cache
def parcel(path: str) -> tuple[int, Size]:
    """What a packed unit of a category weighs and measures, where a file does not say: by the longest fitting path."""
    known = _parcels()
    parts = path.split("/")
    for depth in range(len(parts), 0, -1):
        if found := known.get("/".join(parts[:depth])):
            length, width, height = found["size_cm"]
            return found["weight_g"], (length, width, height)
    return 500, (20, 15, 10)


@cache
def _parcels() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("pasar.market.imports").joinpath("parcels.toml").read_text(encoding="utf-8"))
