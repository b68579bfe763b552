"""Dataclasses for paths where making them is what takes the time.

`@dataclass(frozen=True)` sets every field through `object.__setattr__`, which costs four times a plain assignment, and
with slots it is pickled by a function in Python. This one is frozen for the type checker, and quick when it runs:

    from pasar.kernel.records import dataclass, replace
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
else:
    import dataclasses

    def dataclass(kind: Any = None, /, *, frozen: bool = False, **options: Any) -> Any:
        """As `dataclasses.dataclass`; a frozen one can be hashed, and only the type checker keeps it as it is."""

        def made(kind: type) -> type:
            return dataclasses.dataclass(unsafe_hash=frozen, **options)(kind)

        return made if kind is None else made(kind)

    def replace(record: Any, /, **changes: Any) -> Any:
        """As `dataclasses.replace`, for records of two fields and more that are all made by their constructor."""
        names, read = _fields(type(record))
        return type(record)(**(dict(zip(names, read(record), strict=True)) | changes))

    @cache
    def _fields(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
        names = tuple(each.name for each in dataclasses.fields(kind))
        return names, attrgetter(*names)
