"""Whom an actor's key means."""

from collections.abc import Iterable

from pasar.market.identity import queries as identity

_PERSON = "person:"


def names(actors: Iterable[str]) -> dict[str, str]:
    """Names of the persons among actors, by their key such as `person:12`."""
    ids = {actor.removeprefix(_PERSON) for actor in actors if actor.startswith(_PERSON)}
    people = identity.people(int(each) for each in ids if each.isdecimal()).values()
    return {f"{_PERSON}{person.id}": person.name or person.email or "" for person in people}
