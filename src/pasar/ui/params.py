"""Values in addresses and forms that must be ids or numbers: taken as such, or refused before the database is asked."""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.dateparse import parse_datetime

from pasar.kernel.errors import Invalid, NotFound

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,6})?\+00:00", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def number(sent: Mapping[str, str], name: str) -> int:
    """A row's number.  Raises Invalid."""
    text = sent.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise Invalid(field=name)
    return int(text)


def uuid_or_none(sent: Mapping[str, str], name: str) -> UUID | None:
    """An id that may be missing; what is there but is none names nothing.  Raises NotFound."""
    text = sent.get(name, "")
    if text and not _UUID.fullmatch(text):
        raise NotFound
    return UUID(text) if text else None


def moment_and_id(sent: Mapping[str, str]) -> tuple[datetime, UUID] | None:
    """Where a history goes on: moment (`at`) and id (`after`) of the last row of the page before.  Raises NotFound."""
    after = uuid_or_none(sent, "after")
    if after is None:
        return None
    text = sent.get("at", "")
    at = parse_datetime(text) if len(text) <= 40 and _MOMENT.fullmatch(text) else None
    if at is None or at.tzinfo is None:
        raise NotFound
    return at, after


def number_or_none(sent: Mapping[str, str], name: str) -> int | None:
    """A row's number that may be missing; what is there but is none names nothing.  Raises NotFound."""
    text = sent.get(name, "")
    if text and not _NUMBER.fullmatch(text):
        raise NotFound
    return int(text) if text else None


class RowNumber:
    """Path converter `row`: a row's number that the database can hold, so that a longer one is simply not there."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
