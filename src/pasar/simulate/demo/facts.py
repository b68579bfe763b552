"""What a good is made of and in what its variants differ. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from pasar.market.catalogue.data import LANGUAGES, CategoryNode, attributes, categories
from pasar.simulate.demo import words
from pasar.simulate.demo.words import Kind

_COMMA = ("id", "vi")
"""Languages that write 1,5 and 10.000."""
_KILO = {"g": "kg", "ml": "L"}
_WARRANTIES = ("6-months", "12-months", "12-months", "24-months")
_SHOES = {
    "womens-fashion": ("35", "36", "37", "38", "39", "40"),
    "mens-fashion": ("39", "40", "41", "42", "43", "44"),
}
"""Sizes by top category; elsewhere all."""
_VESSELS = ("baby", "kitchen", "appliance", "household")
"""Groups in which twice the volume costs far less than twice as much."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of an axis. words: by language, or the same in all."""

    words: str | Mapping[str, str]
    price_factor: float
    weight_factor: float
    value: Any
    """A choice's key, an amount; else its place in the list."""

    @property
    def code(self) -> str:
        """For the seller's own SKU code."""
        return str(self.value).upper()


@cache
def leaves() -> Mapping[str, CategoryNode]:
    return {node.slug: node for node in categories() if node.is_leaf}


def number_text(value: float, unit: str, language: str) -> str:
    """1200 ml as 1.2 L, 10000 mAh as 10,000 mAh, as the language writes numbers."""
    if unit in _KILO and value >= 1000:
        value, unit = value / 1000, _KILO[unit]
    unit = {"l": "L"}.get(unit, unit)
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    if language in _COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{text}{unit}" if unit == "″" else f"{text} {unit}".strip()


def value_text(key: str, value: Any, language: str) -> str:
    """An attribute's value in words."""
    attribute = attributes()[key]
    if attribute["kind"] == "choice":
        return _choice_names(key)[value][language]
    if attribute["kind"] == "number":
        return number_text(value, attribute.get("unit", ""), language)
    return str(value)


@cache
def _choice_names(key: str) -> Mapping[str, Mapping[str, str]]:
    return {choice["key"]: choice["names"] for choice in attributes()[key]["choices"]}


def attribute_name(key: str, language: str) -> str:
    name: str = attributes()[key]["names"][language]
    return name


def draw(random: Random, kind: Kind) -> dict[str, Any]:
    """Attributes of one good of a kind."""
    chosen: dict[str, Any] = {}
    for attribute in leaves()[kind.leaf].attributes:
        key = attribute["key"]
        values = kind.attributes.get(key)
        if values is None:
            values = _usual(kind, attribute)
        if values:
            chosen[key] = random.choice(values)
    return chosen


def _usual(kind: Kind, attribute: Mapping[str, Any]) -> tuple[Any, ...]:
    if attribute["key"] == "colour":
        offered = {choice["key"] for choice in attribute["choices"]}
        return tuple(colour for colour in words.options()["colours"][kind.group] if colour in offered)
    if attribute["key"] == "warranty":
        return _WARRANTIES
    if attribute["kind"] == "choice":
        return tuple(choice["key"] for choice in attribute["choices"] if choice["key"] != "none")
    free = words.options()["free"].get(attribute["key"], {})
    return tuple(free.get(kind.leaf) or free.get("*", ()))


def axes(kind: Kind) -> tuple[str, ...]:
    return leaves()[kind.leaf].variant_axes if kind.axes is None else kind.axes


def values(random: Random, kind: Kind, axis: str, chosen: Mapping[str, Any], most: int) -> list[Option]:
    """Up to `most` options of an axis, in their natural order."""
    rule = words.options()["axes"][axis]
    found = list(_values(kind, axis, rule, chosen))
    if most == 1:
        return found[:1]
    if len(found) <= most:
        return found
    if axis in ("colour", "scent", "flavour", "shade", "theme"):
        picked = sorted(random.sample(range(len(found)), most))
        return [found[index] for index in picked]
    start = random.randrange(len(found) - most + 1)
    return found[start : start + most]


def _values(kind: Kind, axis: str, rule: Mapping[str, Any], chosen: Mapping[str, Any]) -> Iterator[Option]:
    if "values" in rule:
        for number, (text, price, weight) in enumerate(rule["values"], 1):
            yield Option(text, price, weight, number)
    elif "choice" in rule:
        yield from _choices(kind, axis, rule)
    else:
        yield from _amounts(kind, rule)


def _choices(kind: Kind, axis: str, rule: Mapping[str, Any]) -> Iterator[Option]:
    keys = kind.attributes.get(rule["choice"])
    if keys is None:
        if axis == "colour":
            keys = tuple(words.options()["colours"][kind.group])
        else:
            offered = next(
                (each for each in leaves()[kind.leaf].attributes if each["key"] == rule["choice"]), None
            )
            among = (offered or attributes()[rule["choice"]])["choices"]
            keys = tuple(choice["key"] for choice in among)
        shoes = _SHOES.get(leaves()[kind.leaf].path.split("/", 1)[0], keys) if axis == "shoe-size" else keys
        keys = tuple(key for key in keys if key in rule.get("pick", shoes)) or keys
    names = _choice_names(rule["choice"])
    for step, key in enumerate(keys):
        yield Option({tag: names[key][tag] for tag in LANGUAGES}, rule.get("step", 1) ** step, 1, key)


def _amounts(kind: Kind, rule: Mapping[str, Any]) -> Iterator[Option]:
    key = rule["attribute"]
    amounts = sorted(kind.attributes.get(key) or words.options()["free"].get(key, {}).get(kind.leaf, ()))
    if len(amounts) == 1 and key == "net-weight":
        amounts = [amounts[0], amounts[0] * 2]
    for amount in amounts:
        ratio = amount / amounts[0]
        text = {tag: value_text(key, amount, tag) for tag in LANGUAGES}
        grows = key in ("net-weight", "volume", "capacity", "pieces")
        grow = 0.35 if kind.group in _VESSELS else rule["grow"]
        yield Option(text, ratio**grow, ratio**0.9 if grows else ratio**0.4, amount)
