"""Dataclasses for paths where making them is what takes the time.

`@dataclass(frozen=True)` sets every field through `object.__setattr__`, which costs four times a plain assignment, and
with slots it is pickled by a function in Python. This one is frozen for the type checker, and quick when it runs:

    from pasar.kernel.records import dataclass
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(kind: Any = None, /, *, frozen: bool = False, **options: Any) -> Any:
        """As `dataclasses.dataclass`; a frozen one can be hashed, and only the type checker keeps it as it is."""

        def made(kind: type) -> type:
            return dataclasses.dataclass(unsafe_hash=frozen, **options)(kind)

        return made if kind is None else made(kind)
