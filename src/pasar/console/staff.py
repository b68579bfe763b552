"""Who of the staff is asking, and what their roles let them do in which venture."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from pasar import countries
from pasar.countries import Country
from pasar.market.identity import queries as identity

OPERATOR, SUPPORT, TRUST, FINANCE = "operator", "support", "trust", "finance"

ROOMS: Mapping[str, frozenset[str]] = {
    "home": frozenset({OPERATOR, SUPPORT, TRUST, FINANCE}),
    "orders": frozenset({OPERATOR, SUPPORT, FINANCE}),
    "sellers": frozenset({OPERATOR, SUPPORT, TRUST}),
    "trust": frozenset({OPERATOR, TRUST}),
    "deals": frozenset({OPERATOR}),
    "ledger": frozenset({OPERATOR, FINANCE}),
    "payouts": frozenset({OPERATOR, FINANCE}),
    "fees": frozenset({OPERATOR, FINANCE}),
    "promotions": frozenset({OPERATOR, FINANCE}),
    "audit": frozenset({OPERATOR, FINANCE, TRUST}),
    "sandbox": frozenset({OPERATOR}),
}
"""Which roles enter a room. What may be done there is the same for all who enter, unless a view asks for more."""


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. `roles` are (venture, role)."""

    person_id: int
    name: str
    language: str
    roles: frozenset[tuple[str, str]]

    @property
    def actor(self) -> str:
        return f"person:{self.person_id}"

    @property
    def ventures(self) -> tuple[str, ...]:
        """Keys of the ventures they work for, in the countries' order."""
        own = {country for country, _role in self.roles}
        return tuple(key for key in countries.all_countries() if key in own)

    def has(self, venture: str, *roles: str) -> bool:
        return any((venture, role) in self.roles for role in roles)

    def enters(self, venture: str, room: str) -> bool:
        return self.has(venture, *ROOMS[room])


class ConsoleRequest(HttpRequest):
    """A request for a page of the console. Never made: `frame.enter` gives a plain one country and language."""

    country: Country
    language: str
    _staff: Staff | None
    """What `staff_of` found, kept for the rest of the request."""


def staff_of(request: ConsoleRequest) -> Staff | None:
    """The member of staff behind a request; None for anybody else. Read once per request."""
    if not hasattr(request, "_staff"):
        request._staff = _read(request)
    return request._staff


def _read(request: ConsoleRequest) -> Staff | None:
    person = request.user
    if not person.is_authenticated or not person.is_staff:
        return None
    roles = identity.roles(person.pk)
    if not roles:
        return None
    return Staff(person.pk, person.name or person.email or "", person.language, roles)
