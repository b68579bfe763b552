"""The category tree: read once a process, because it changes with the program only."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pasar.kernel.errors import NotFound
from pasar.market.catalogue import data
from pasar.market.catalogue.rules import pick


@dataclass(frozen=True)
class Category:
    """A node with what is below it."""

    path: str
    slug: str
    names: Mapping[str, str]
    picture: str
    depth: int
    attributes: tuple[Mapping[str, Any], ...]
    variant_axes: tuple[str, ...]
    children: tuple["Category", ...]
    parent_path: str = ""

    @property
    def is_leaf(self) -> bool:
        return not self.children

    def name(self, language: str) -> str:
        return pick(self.names, language)


def categories(country: str = "") -> tuple[Category, ...]:
    """The top categories, each with what is below it. Every venture has the same tree."""
    return _tree()


def category(path: str) -> Category:
    """The category at a path. Raises NotFound."""
    found = _by_path().get(path)
    if found is None:
        raise NotFound
    return found


def find_category(path: str) -> Category | None:
    """The category at a path, or None."""
    return _by_path().get(path)


def leaves() -> tuple[Category, ...]:
    """The categories that listings go into."""
    return tuple(each for each in _by_path().values() if each.is_leaf)


def trail(path: str) -> tuple[Category, ...]:
    """The categories from the top down to this one, for the way back. Unknown paths give what of them is known."""
    parts = path.split("/")
    steps = ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return tuple(found for step in steps if (found := _by_path().get(step)))


def axis_keys() -> tuple[str, ...]:
    """The axes in which variants commonly differ."""
    return tuple(data.axes())


def axis_name(axis: str, language: str) -> str:
    """What people call an axis; a seller's own word is its own name."""
    return pick(data.axes()[axis], language) if axis in data.axes() else axis


def attribute_rows(path: str, attributes: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """(name, value) of a product's attributes in words, those of its category first in the category's order."""
    found = _by_path().get(path)
    known = {each["key"]: each for each in (found.attributes if found else ())}
    ordered = [key for key in known if key in attributes] + [key for key in attributes if key not in known]
    return [_attribute_row(key, attributes[key], known.get(key), language) for key in ordered]


def _attribute_row(key: str, value: Any, use: Mapping[str, Any] | None, language: str) -> tuple[str, str]:
    use = use or data.attributes().get(key)
    if use is None:
        return key, str(value)
    name = pick(use["names"], language)
    values = value if isinstance(value, list) else [value]
    choices = {choice["key"]: pick(choice["names"], language) for choice in use.get("choices", ())}
    text = ", ".join(str(choices.get(each, each)) for each in values)
    return name, f"{text} {use['unit']}" if use.get("unit") else text


@cache
def _tree() -> tuple[Category, ...]:
    return tuple(each for each in _by_path().values() if not each.parent_path)


@cache
def _by_path() -> dict[str, Category]:
    nodes = data.categories()
    built: dict[str, Category] = {}
    # From the end, so that every node's children are there before it.
    for node in reversed(nodes):
        below = tuple(
            built[other.path]
            for other in nodes
            if other.depth == node.depth + 1 and other.parent == node.slug
        )
        built[node.path] = Category(
            node.path, node.slug, node.names, node.picture, node.depth, node.attributes, node.variant_axes,
            below, node.path.rpartition("/")[0],
        )  # fmt: skip
    return {node.path: built[node.path] for node in nodes}
