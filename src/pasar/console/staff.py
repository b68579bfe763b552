"""Who of the staff is asking, and what their roles let them do in which venture."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from pasar import countries
from pasar.market.identity import queries as identity

OPERATOR, SUPPORT, TRUST, FINANCE = "operator", "support", "trust", "finance"

ROOMS: Mapping[str, frozenset[str]] = {
    "home": frozenset({OPERATOR, SUPPORT, TRUST, FINANCE}),
    "orders": frozenset({OPERATOR, SUPPORT, FINANCE}),
    "sellers": frozenset({OPERATOR, SUPPORT, TRUST}),
    "trust": frozenset({OPERATOR, TRUST}),
    "ledger": frozenset({OPERATOR, FINANCE}),
    "payouts": frozenset({OPERATOR, FINANCE}),
    "fees": frozenset({OPERATOR, FINANCE}),
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


def staff_of(request: HttpRequest) -> Staff | None:
    """The member of staff behind a request; None for anybody else. Read once per request."""
    known = getattr(request, "_staff", False)
    if known is False:
        known = _read(request)
        request._staff = known  # type: ignore[attr-defined]
    return known  # type: ignore[return-value]


def _read(request: HttpRequest) -> Staff | None:
    person = request.user
    if not person.is_authenticated or not person.is_staff:
        return None
    roles = identity.roles(person.pk)
    if not roles:
        return None
    return Staff(person.pk, person.name or person.email or "", person.language, roles)
