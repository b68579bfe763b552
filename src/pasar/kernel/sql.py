"""SQL lives in files: `<package>/sql/<name>.sql`, one statement each, with named parameters.

`rows` and `run` go through Django's connection (and so through its transaction); `text` gives the statement
itself, for paths that speak psycopg directly, and `load` for pipelines that need positional speed.
Array parameters: pass a Python list with a cast in the SQL (`%(ids)s::bigint[]`), or, on hot paths, the
literal made by `ints`/`texts`, which is several times cheaper to dump.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")


@cache
def text(package: str, name: str) -> str:
    """The statement in `<package>/sql/<name>.sql`. Read once per process."""
    return files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def rows(kind: type[T], package: str, name: str, /, **params: Any) -> list[T]:
    """Run a statement and return its rows as `kind`, a dataclass whose fields are the columns, in order."""
    with connection.cursor() as cursor:
        cursor.execute(text(package, name), params)
        _check(kind, cursor.description)
        return [kind(*row) for row in cursor.fetchall()]


def run(package: str, name: str, /, **params: Any) -> int:
    """Run a statement; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text(package, name), params)
        return int(cursor.rowcount)


def values(package: str, name: str, /, **params: Any) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows as they are."""
    with connection.cursor() as cursor:
        cursor.execute(text(package, name), params)
        return list(cursor.fetchall())


def _check(kind: type[Any], description: Sequence[Any] | None) -> None:
    names = [field.name for field in fields(kind)]
    columns = [column[0] for column in description or ()]
    if names != columns:
        raise TypeError(f"{kind.__name__} has fields {names}, the statement gives {columns}")


def ints(numbers: Iterable[int | None]) -> str:
    """An array literal for `%s::bigint[]` or `int[]`."""
    return "{" + ",".join(map(str, numbers)).replace("None", "NULL") + "}"


def texts(strings: Iterable[str | None]) -> str:
    """An array literal for `%s::text[]`, and for `uuid[]`, `timestamptz[]`, `jsonb[]` given as text."""
    strings = list(strings)
    if strings and None not in strings:
        # Escaped all at once, which is several times quicker; no text that the database keeps has a NUL.
        together = "\0".join(strings)  # type: ignore[arg-type]
        if together.count("\0") == len(strings) - 1:
            escaped = together.replace("\\", "\\\\").replace('"', '\\"')
            return '{"' + escaped.replace("\0", '","') + '"}'
    return (
        "{"
        + ",".join(
            "NULL" if string is None else '"' + string.replace("\\", "\\\\").replace('"', '\\"') + '"'
            for string in strings
        )
        + "}"
    )


def plain(strings: Iterable[Any]) -> str:
    """An array literal of values that need no quotes: UUIDs, hex, booleans."""
    return "{" + ",".join(map(str, strings)) + "}"
