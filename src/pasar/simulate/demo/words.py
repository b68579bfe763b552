"""The demo world's material: what is sold, in which words, by whom and where. Read once from `data`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

MAIN = {"id": "id", "my": "ms", "ph": "fil", "sg": "en", "th": "th", "vn": "vi"}
"""The language that goods are listed in first, by venture."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of good within a leaf category, such as rice cookers."""

    key: str
    leaf: str
    group: str
    objects: tuple[str, ...]
    """Pictures that fit it."""
    usd: tuple[int, int]
    """What it costs in the region, from and to."""
    weight_g: int
    size_cm: tuple[int, int, int]
    axes: tuple[str, ...] | None
    """Other axes than the category's."""
    attributes: Mapping[str, tuple[Any, ...]]
    """What may be said of it; an empty tuple: the attribute makes no sense for it."""


@dataclass(frozen=True, slots=True)
class GroupWords:
    """What people say about a group of goods, in one language."""

    points: tuple[str, ...]
    intro: str
    care: str
    box: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    language: str
    nouns: Mapping[str, str]
    groups: Mapping[str, GroupWords]
    phrases: Mapping[str, Any]


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, leaf by leaf."""
    return tuple(
        Kind(
            key=kind["key"],
            leaf=leaf,
            group=goods["group"],
            objects=tuple(kind["objects"]),
            usd=(kind["usd"][0], kind["usd"][1]),
            weight_g=kind["weight_g"],
            size_cm=(kind["size_cm"][0], kind["size_cm"][1], kind["size_cm"][2]),
            axes=tuple(kind["axes"]) if "axes" in kind else None,
            attributes={key: tuple(values) for key, values in kind.get("attributes", {}).items()},
        )
        for leaf, goods in _read("goods.json").items()
        for kind in goods["kinds"]
    )


@cache
def words(language: str) -> Words:
    """The words of a language. Filipino shops name goods in English."""
    found = _read(f"words/{language}.json")
    nouns = found["nouns"] or _read("words/en.json")["nouns"]
    groups = {
        key: GroupWords(tuple(group["points"]), group["intro"], group["care"], tuple(group["box"]))
        for key, group in found["groups"].items()
    }
    return Words(language, nouns, groups, found["phrases"])


@cache
def venture(country: str) -> Mapping[str, Any]:
    """Towns, names and home sellers of a country."""
    found: Mapping[str, Any] = _read(f"ventures/{country}.json")
    return found


@cache
def shops() -> Mapping[str, Any]:
    """Invented brands by top category, and sellers from abroad."""
    found: Mapping[str, Any] = _read("shops.json")
    return found


@cache
def options() -> Mapping[str, Any]:
    """Values of variant axes, free attributes, colours goods come in, tints of colours."""
    found: Mapping[str, Any] = _read("options.json")
    return found


@cache
def vouchers() -> Mapping[str, Mapping[str, str]]:
    """Names of vouchers by language."""
    found: Mapping[str, Mapping[str, str]] = _read("vouchers.json")
    return found


def _read(name: str) -> Any:
    return json.loads(resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8"))
