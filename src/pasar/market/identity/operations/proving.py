"""Showing that one is somebody: by password or code; sessions end here."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from pasar.kernel import clock, limits
from pasar.kernel.errors import NotFound
from pasar.market.identity import queries
from pasar.market.identity.errors import CodeRefused, SignInRefused
from pasar.market.identity.models import Code, EndedSession, Person
from pasar.market.identity.operations.codes import use_code
from pasar.market.identity.operations.joining import hashed

_TRIES, _TRIES_FROM_ONE_SOURCE, _WINDOW = 10, 60, timedelta(minutes=15)


def authenticate(*, target: str, password: str, source: str = "", country: str = "") -> Person:
    """The person with this e-mail or phone and password.

    target: canonical, or as typed when `country` is given. Tries are limited by target and by source, whether or not
    somebody has the target; a password is hashed in both cases, so that the time taken does not tell either.
    Raises SignInRefused, TooMany.
    """
    target = queries.canonical_target(country, target) if country else target.strip().lower()
    if source:
        limits.hit(f"sign-in-from:{source}", limit=_TRIES_FROM_ONE_SOURCE, window=_WINDOW)
    limits.hit(f"sign-in:{target}", limit=_TRIES, window=_WINDOW)
    person = queries.person_at(target)
    if person is None or not person.has_usable_password():
        make_password(password[:200])
        raise SignInRefused(field="password")
    if len(password) > 200 or not check_password(password, person.password):
        raise SignInRefused(field="password")
    return person


def authenticate_by_code(*, target: str, code: str) -> Person:
    """The person at this canonical target, by the code sent there (purpose `sign_in`).  Raises CodeRefused, TooMany."""
    use_code(target=target, purpose=Code.Purpose.SIGN_IN, code=code)
    person = queries.person_at(target)
    if person is None:
        raise CodeRefused(field="code")
    _confirm(person, target)
    return person


def _confirm(person: Person, target: str) -> None:
    """A code that came back proves that the address reaches them."""
    column = "email_confirmed_at" if "@" in target else "phone_confirmed_at"
    if getattr(person, column) is None:
        setattr(person, column, clock.now())
        person.save(update_fields=[column])


def reset_password(*, target: str, code: str, password: str) -> Person:
    """A new password for the person at this canonical target, by the code sent there (purpose `reset`).

    Every session opened with the old one ends.  Raises PasswordWeak, CodeRefused, TooMany.
    """
    # Looked at first: a weak password must not use up the code. The person is not told apart from nobody.
    new = hashed(password, queries.person_at(target) or Person())
    use_code(target=target, purpose=Code.Purpose.RESET, code=code)
    person = queries.person_at(target)
    if person is None:
        raise CodeRefused(field="code")
    person.password = new
    person.save(update_fields=["password"])
    _confirm(person, target)
    return person


def set_password(*, person_id: int, password: str) -> None:
    """A new password; every session opened with the old one ends.  Raises PasswordWeak, NotFound."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise NotFound
    person.password = hashed(password, person)
    person.save(update_fields=["password"])


@transaction.atomic
def end_session(*, person_id: int, sid: str) -> None:
    """End a session at the server: its cookie, also a copy of it, signs nobody in any more."""
    if sid:
        EndedSession.objects.bulk_create(
            [EndedSession(sid=sid[:40], person_id=person_id, ended_at=clock.now())], ignore_conflicts=True
        )


def sweep_sessions() -> int:
    """Forget ended sessions whose cookies have run out by themselves."""
    oldest = clock.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE) - timedelta(days=1)
    return EndedSession.objects.filter(ended_at__lt=oldest).delete()[0]
