"""The category tree every venture shares: names in six languages, attributes and usual variant axes.

So that a name is written once, three files: `categories.json` (the tree; a leaf refers to its attributes
and may narrow their choices), `attributes.json` and `axes.json`. `categories()` joins them. A fourth,
`pictures.json`, says which of the shipped objects fit a leaf.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "id", "ms", "fil", "th", "vi")

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """One node of the tree.

    path: slugs from the top, joined by "/". position: place among its siblings, from 0.
    attributes: `{"key", "kind", "names", "unit"?, "choices"?: [{"key", "names"}]}`, empty above the leaves.
    variant_axes: keys of `axes()` sellers usually vary here.
    """

    slug: str
    parent: str | None
    path: str
    depth: int
    position: int
    names: Names
    picture: str
    attributes: tuple[Mapping[str, Any], ...]
    variant_axes: tuple[str, ...]
    is_leaf: bool


@cache
def categories() -> tuple[CategoryNode, ...]:
    """The whole tree, every parent before its children."""
    return tuple(_walk(_read("categories.json"), parent=None, above=""))


@cache
def axes() -> Mapping[str, Names]:
    """Names of the variant axes, by key."""
    axes: Mapping[str, Names] = _read("axes.json")
    return axes


@cache
def attributes() -> Mapping[str, Mapping[str, Any]]:
    """Every attribute with all its choices, by key."""
    attributes: Mapping[str, Mapping[str, Any]] = _read("attributes.json")
    return attributes


@cache
def pictures() -> Mapping[str, tuple[str, ...]]:
    """Objects that picture the goods of a leaf category, by its slug; for goods without a picture of their own."""
    return {slug: tuple(objects) for slug, objects in _read("pictures.json").items()}


def _walk(nodes: list[Mapping[str, Any]], *, parent: str | None, above: str) -> Iterator[CategoryNode]:
    for position, node in enumerate(nodes):
        path = f"{above}/{node['slug']}" if above else node["slug"]
        children = node.get("children", [])
        yield CategoryNode(
            slug=node["slug"],
            parent=parent,
            path=path,
            depth=path.count("/"),
            position=position,
            names=node["names"],
            picture=node["picture"],
            attributes=tuple(_attribute(use) for use in node.get("attributes", [])),
            variant_axes=tuple(node.get("variant_axes", [])),
            is_leaf=not children,
        )
        yield from _walk(children, parent=node["slug"], above=path)


def _attribute(use: Mapping[str, Any]) -> dict[str, Any]:
    """An attribute as one leaf uses it: with the leaf's choices only, in their common order."""
    found = {"key": use["key"], **attributes()[use["key"]]}
    if "choices" in use:
        found["choices"] = [choice for choice in found["choices"] if choice["key"] in use["choices"]]
    return found


def _read(name: str) -> Any:
    return json.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
