"""Rows as they come from SQL files."""

from typing import Any

import orjson


def parsed(value: Any) -> Any:
    """A jsonb column's value: on Django's connections it comes as text, null as None."""
    return orjson.loads(value) if isinstance(value, str | bytes) else value


def written(value: Any) -> str:
    """A value as jsonb takes it."""
    return orjson.dumps(value).decode()
