"""Becoming a person of the installation and a customer of a venture."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pasar.kernel import clock
from pasar.kernel.errors import Invalid, NotFound
from pasar.kernel.ids import CustomerId, PersonId
from pasar.kernel.texts import one_line
from pasar.market.identity import queries
from pasar.market.identity.errors import PasswordWeak, TargetInvalid, TargetTaken
from pasar.market.identity.models import Code, Customer, Person
from pasar.market.identity.operations.codes import use_code


def sign_up(
    *,
    country: str,
    language: str,
    name: str,
    email: str | None = None,
    phone: str | None = None,
    password: str | None = None,
    confirmed: bool = False,
) -> PersonId:
    """A new person, and the customer that they are in this venture.

    confirmed: a code proved that the e-mail or phone is theirs. A page confirms before it calls this, because the
    refusal of a taken address tells that somebody has an account.
    Raises Invalid (name), TargetInvalid, PasswordWeak, TargetTaken.
    """
    name = one_line(name, 120)
    if not name:
        raise Invalid(field="name")
    if not email and not phone:
        raise TargetInvalid(field="target")
    at = clock.now()
    new = Person(
        email=queries.canonical_target(country, email) if email else None,
        phone=queries.canonical_target(country, phone) if phone else None,
        name=name,
        language=language,
        joined_at=at,
        email_confirmed_at=at if confirmed and email else None,
        phone_confirmed_at=at if confirmed and phone else None,
    )
    if (new.email is not None and "@" not in new.email) or (new.phone is not None and "@" in new.phone):
        raise TargetInvalid(field="target")
    new.password = make_password(None) if password is None else hashed(password, new)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
            Customer.objects.create(country=country, person=new, language=language, created_at=at)
    except IntegrityError as error:
        raise TargetTaken from error
    return PersonId(new.pk)


def hashed(password: str, person: Person) -> str:
    """The password as it is kept.  Raises PasswordWeak."""
    if len(password) > 200:
        raise PasswordWeak(field="password")
    try:
        validate_password(password, person)
    except ValidationError:
        raise PasswordWeak(field="password") from None
    return make_password(password)


@transaction.atomic
def ensure_customer(*, country: str, person_id: int, language: str) -> CustomerId:
    """The customer that a person is in this venture, made at first use.  Raises NotFound."""
    if found := queries.customer_of(country, person_id):
        return found
    if not Person.objects.filter(pk=person_id, is_active=True).exists():
        raise NotFound
    Customer.objects.bulk_create(
        [Customer(country=country, person_id=person_id, language=language, created_at=clock.now())],
        ignore_conflicts=True,
    )
    found = queries.customer_of(country, person_id)
    assert found is not None
    return found


def rename(*, person_id: int, name: str) -> None:
    """Raises Invalid for an empty name."""
    name = one_line(name, 120)
    if not name:
        raise Invalid(field="name")
    Person.objects.filter(pk=person_id, deleted_at=None).update(name=name)


@transaction.atomic
def set_language(*, country: str, person_id: int, language: str) -> None:
    """The language in which a person is written to, in this venture and at all."""
    Person.objects.filter(pk=person_id, deleted_at=None).update(language=language)
    Customer.objects.filter(country=country, person_id=person_id).update(language=language)


def change_target(*, country: str, person_id: int, target: str, code: str) -> str:
    """A new e-mail or phone, which the code sent to it (purpose `confirm`) proves.  Returns the one before, or "".

    The page asks for the password first, and tells the old address afterwards.
    Raises TargetInvalid, CodeRefused, TargetTaken, NotFound.
    """
    target = queries.canonical_target(country, target)
    use_code(target=target, purpose=Code.Purpose.CONFIRM, code=code)
    try:
        with transaction.atomic():
            row = Person.objects.select_for_update(no_key=True).filter(pk=person_id, is_active=True).first()
            if row is None:
                raise NotFound
            if "@" in target:
                before, row.email, row.email_confirmed_at = row.email, target, clock.now()
            else:
                before, row.phone, row.phone_confirmed_at = row.phone, target, clock.now()
            row.save(update_fields=["email", "phone", "email_confirmed_at", "phone_confirmed_at"])
    except IntegrityError as error:
        raise TargetTaken from error
    return before or ""
