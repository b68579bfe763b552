"""Events meet their consumers, and clocks their sweepers: the one place that knows all packages' `tasks`.

A package's `tasks.py` names its `CONSUMERS` (kernel.events.Consumer) and `SWEEPERS` (name → seconds between runs, and
a function that moves what is due and returns how many rows it moved).
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from pasar.kernel.events import Consumer

Sweeper = tuple[float, Callable[[], int]]


@cache
def _tasks() -> tuple[object, ...]:
    names = [f"{app.name}.tasks" for app in apps.get_app_configs() if app.name.startswith("pasar.")]
    return tuple(import_module(name) for name in names if find_spec(name))


def consumers() -> list[Consumer]:
    """Every consumer of the market, in the packages' order. Raises ValueError for two of one name."""
    found = [each for tasks in _tasks() for each in getattr(tasks, "CONSUMERS", ())]
    names = [each.name for each in found]
    if len(names) != len(set(names)):
        raise ValueError(f"two consumers of one name: {sorted(names)}")
    return found


def sweepers() -> dict[str, Sweeper]:
    """Every sweeper by name, with the seconds between its runs."""
    found: dict[str, Sweeper] = {}
    for tasks in _tasks():
        for name, sweeper in getattr(tasks, "SWEEPERS", {}).items():
            if name in found:
                raise ValueError(f"two sweepers named {name}")
            found[name] = sweeper
    return found
