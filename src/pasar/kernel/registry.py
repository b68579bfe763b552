"""Adapters found by folder: a new country, carrier, method or language is one new folder or file."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

_NOT_ADAPTERS = {"tests", "migrations"}


def discover(folder: ModuleType, kind: type[T], *, only: set[str] | None = None) -> dict[str, T]:
    """Adapters of `folder` by key, in key order.

    Every child module or package (but `tests`, `migrations` and those named with a leading underscore) must hold
    an `adapter` of `kind` whose `key` is the child's name. `only` limits which children are adapters, for a
    folder that has other modules beside them. Raises ImproperlyConfigured at start-up.
    """
    found: dict[str, T] = {}
    for name in sorted(child.name for child in iter_modules(folder.__path__)):
        if name in _NOT_ADAPTERS or name.startswith("_") or (only is not None and name not in only):
            continue
        adapter = getattr(import_module(f"{folder.__name__}.{name}"), "adapter", None)
        if not isinstance(adapter, kind) or getattr(adapter, "key", None) != name:
            raise ImproperlyConfigured(
                f"{folder.__name__}.{name}: no {kind.__name__} `adapter` with key {name!r}"
            )
        found[name] = adapter
    return found
