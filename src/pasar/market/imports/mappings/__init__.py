"""What the columns of a file mean: one TOML file per source, or one of your own.

title = "…"            what it is, for people
language = "en"        of titles and descriptions
format = "csv"         or "jsonl"; header = false and columns = [...] for a CSV file without names
missing = ["NA"]       values that stand for nothing
country = "country"    the column whose value picks a venture's rows; or countries = ["vn"] for a file of one
[fields]               seller_sku, title, price; also description, brand, picture, stock, weight_g, list_price,
                           popularity
[price]                decimal, thousands, refuse = [-1], most
[category]             columns, joined by "/", and [[category.rules]]: under, words, path; the first that
                           fits counts;
                       default: the path for rows that fit none, which are rejected otherwise
[stock] units, [[shops]] value, slug, name, class, and [warehouses.<country>] postcode, line1, place, phone
"""

import re
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pasar.market.imports.errors import MappingBroken, MappingUnknown
from pasar.market.imports.rules import PriceReading

NEEDED = ("seller_sku", "title", "price")
KNOWN = (*NEEDED, "description", "brand", "picture", "stock", "weight_g", "list_price", "popularity")


@dataclass(frozen=True)
class CategoryRule:
    """A source category and below, with words in the title if any are named, and our category for it."""

    under: str
    words: re.Pattern[str] | None
    path: str


@dataclass(frozen=True)
class ShopRule:
    """The shop that takes the rows with a value; "" takes what is left."""

    value: str
    slug: str
    name: str
    class_key: str
    email: str = ""
    """Of whoever looks after the shop once it is opened; `{country}` stands for the venture."""


@dataclass(frozen=True)
class Mapping:
    """One source's file, read from its TOML."""

    key: str
    title: str
    language: str
    format: str
    header: bool
    columns: tuple[str, ...]
    delimiter: str
    encoding: str
    missing: frozenset[str]
    country_column: str
    countries: tuple[str, ...]
    fields: Table[str, str]
    price: PriceReading
    category_columns: tuple[str, ...]
    category_rules: tuple[CategoryRule, ...]
    category_default: str
    stock_units: int
    shop_column: str
    shops: tuple[ShopRule, ...]
    warehouses: Table[str, Table[str, str]]
    source: bytes = field(repr=False)
    fitting: dict[str, list[CategoryRule]] = field(default_factory=dict, repr=False, compare=False)
    """Rules by source category, as they are asked for."""

    def needed_columns(self) -> list[str]:
        """The columns that rows are read from, the seller's code first."""
        named = [
            self.fields["seller_sku"],
            *self.fields.values(),
            *self.category_columns,
            self.country_column,
            self.shop_column,
        ]
        return [column for column in dict.fromkeys(named) if column]


def names() -> list[str]:
    """The mappings that come with Pasar."""
    return sorted(
        each.name.removesuffix(".toml")
        for each in files(__package__).iterdir()
        if each.name.endswith(".toml")
    )


def get(name: str) -> Mapping:
    """A mapping that comes with Pasar, or one from a TOML file.  Raises MappingUnknown, MappingBroken."""
    if name in names():
        return _shipped(name)
    if name.endswith(".toml") and Path(name).is_file():
        return read(Path(name).stem, Path(name).read_bytes())
    raise MappingUnknown(name=name, known=", ".join(names()))


@cache
def _shipped(name: str) -> Mapping:
    return read(name, files(__package__).joinpath(f"{name}.toml").read_bytes())


def read(key: str, source: bytes) -> Mapping:
    """The mapping in a TOML text.  Raises MappingBroken with what is wrong."""
    try:
        given = tomllib.loads(source.decode())
        found = _mapping(key, given, source)
    except (
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        KeyError,
        TypeError,
        ValueError,
        re.error,
        ArithmeticError,
    ) as error:
        why = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise MappingBroken(name=key, why=why) from None
    if lacking := [name for name in NEEDED if not found.fields.get(name)]:
        raise MappingBroken(name=key, why=f"[fields] lacks {', '.join(lacking)}")
    if unknown := sorted(set(found.fields) - set(KNOWN)):
        raise MappingBroken(name=key, why=f"[fields] has {', '.join(unknown)}, which mean nothing")
    return found


def _mapping(key: str, given: dict[str, Any], source: bytes) -> Mapping:
    price, category, shop = given.get("price", {}), given.get("category", {}), given.get("shop", {})
    columns = tuple(given.get("columns", ()))
    return Mapping(
        key=key[:60],
        title=given.get("title", key),
        language=given["language"],
        format=given.get("format", "csv"),
        header=given.get("header", True),
        columns=columns,
        delimiter=given.get("delimiter", ","),
        encoding=given.get("encoding", "utf-8-sig"),
        missing=frozenset(given.get("missing", ())),
        country_column=given.get("country", ""),
        countries=tuple(given["countries"]),
        fields=given["fields"],
        price=PriceReading(
            decimal=price.get("decimal", "."),
            thousands=price.get("thousands", ""),
            refuse=frozenset(Decimal(str(value)) for value in price.get("refuse", ())),
            most=Decimal(str(price["most"])) if "most" in price else None,
        ),
        category_columns=tuple(category.get("columns", ())),
        category_rules=tuple(
            CategoryRule(rule.get("under", ""), _words(rule.get("words", "")), rule["path"])
            for rule in category.get("rules", ())
        ),
        category_default=category.get("default", ""),
        stock_units=given.get("stock", {}).get("units", 20),
        shop_column=shop.get("column", ""),
        shops=tuple(
            ShopRule(each.get("value", ""), each["slug"], each["name"], each["class"], each.get("email", ""))
            for each in given["shops"]
        ),
        warehouses=given["warehouses"],
        source=source,
    )


def _words(words: str) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None


def category_of(mapping: Mapping, source: str, title: str) -> str:
    """Our category for a source's category and a title; the mapping's default, or nothing, when no rule fits."""
    if source not in mapping.fitting:
        mapping.fitting[source] = [
            rule
            for rule in mapping.category_rules
            if not rule.under or f"{source}/".startswith(f"{rule.under}/")
        ]
    title = title.lower()
    for rule in mapping.fitting[source]:
        if rule.words is None or rule.words.search(title):
            return rule.path
    return mapping.category_default
