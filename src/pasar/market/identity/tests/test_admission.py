"""Whether a session still holds, as placing looks at it."""

from dataclasses import replace

import pytest

from pasar.market.identity.batch import Session, Standing, session_hash
from pasar.market.identity.models import Person

STANDING = Standing(7, "id", True, None, 3, "argon2$kept", frozenset({"ended"}))
SESSION = Session(3, "sid", session_hash("argon2$kept"))


def test_the_session_hash_is_djangos_own():
    assert session_hash("argon2$kept") == Person(password="argon2$kept").get_session_auth_hash()


def test_a_session_of_the_customers_person_holds():
    assert STANDING.admits(SESSION)
    assert STANDING.admits(None)


@pytest.mark.parametrize(
    "other",
    [
        replace(SESSION, person_id=4),
        replace(SESSION, sid="ended"),
        replace(SESSION, auth_hash=session_hash("argon2$older")),
        replace(SESSION, auth_hash=""),
    ],
)
def test_another_persons_an_ended_or_an_outdated_one_does_not(other):
    assert not STANDING.admits(other)
