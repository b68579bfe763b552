"""Identity's part of placing many purchases at once: lock who buys, read where the parcels go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from pasar.kernel import sql
from pasar.kernel.batch import Statement
from pasar.kernel.records import dataclass

_ADDRESS = ("recipient", "phone", "area_code", "area_text", "postcode", "line1", "line2", "landmark", "zone")


_SESSION_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
"""Of Django's session hash. A Person is not built to ask it for one: that costs several times the hash."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a signed session says of itself; whether it still holds, the standing of its customer says."""

    person_id: int
    sid: str
    auth_hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a customer may do, read under the lock that makes two purchases of one customer wait for each other."""

    customer_id: int
    country: str
    may_buy: bool
    cash_off_until: datetime | None
    person_id: int = 0
    password: str = field(default="", repr=False)
    """As it is stored: a session made before it was changed does not hold."""
    ended: frozenset[str] = frozenset()
    """Sessions of the person, among those asked about, that were ended at the server."""

    def admits(self, session: Session | None) -> bool:
        """Whether the session is this customer's and still holds; None: who asks has looked for themselves."""
        return session is None or (
            session.person_id == self.person_id
            and session.sid not in self.ended
            and constant_time_compare(session.auth_hash, session_hash(self.password))
        )


def session_hash(password: str) -> str:
    """What `Person.get_session_auth_hash` gives for a stored password."""
    return salted_hmac(_SESSION_SALT, password, algorithm="sha256").hexdigest()


def lock_standings(customer_ids: Iterable[int], sids: Iterable[str] = ()) -> Statement:
    """Lock these customers, in id order, and read what they may do, and which of the sessions have been ended."""
    return Statement(
        sql.text(__package__, "lock_standings"),
        {"customer_ids": sql.ints(sorted(set(customer_ids))), "sids": sql.texts(sids)},
    )


def read_standings(rows: Sequence[tuple[Any, ...]]) -> dict[int, Standing]:
    """What `lock_standings` found, by customer."""
    return {
        customer: Standing(customer, country, may_buy, cash_off_until, person, password, frozenset(ended))
        for customer, country, may_buy, cash_off_until, person, password, ended in rows
    }


def read_addresses(pairs: Iterable[tuple[int, int]]) -> Statement:
    """Read addresses by (customer, address); another customer's address is not found."""
    wanted = sorted(set(pairs))
    return Statement(
        sql.text(__package__, "addresses_of_pairs"),
        {
            "customer_ids": sql.ints(customer_id for customer_id, _ in wanted),
            "address_ids": sql.ints(address_id for _, address_id in wanted),
        },
    )


def addresses_found(rows: Sequence[tuple[Any, ...]]) -> dict[tuple[int, int], Mapping[str, Any]]:
    """What `read_addresses` found, by (customer, address): what a purchase keeps a copy of."""
    return {(row[0], row[1]): dict(zip(_ADDRESS, row[2:], strict=True)) for row in rows}
