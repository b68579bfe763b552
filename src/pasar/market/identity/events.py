"""Topics: code.asked, person.deleted. No name or address stands in them: events are kept for ever."""

from dataclasses import dataclass
from typing import ClassVar

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CodeAsked(Event):
    """A one-time code is to be sent to its target; `known` tells whether the target has an account."""

    topic: ClassVar[str] = "code.asked"

    code_id: int
    language: str
    known: bool


@dataclass(frozen=True, kw_only=True)
class PersonDeleted(Event):
    """A person asked to be forgotten; whoever keeps something personal of theirs drops it."""

    topic: ClassVar[str] = "person.deleted"

    person_id: int
