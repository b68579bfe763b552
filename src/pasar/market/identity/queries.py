"""Who somebody is, and what is theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from pasar import countries
from pasar.countries import formats
from pasar.kernel import clock
from pasar.kernel.errors import Invalid, NotFound
from pasar.kernel.ids import CustomerId, PersonId
from pasar.kernel.texts import one_line
from pasar.market.identity import rules
from pasar.market.identity.errors import TargetInvalid
from pasar.market.identity.models import Address, Code, Customer, EndedSession, StaffRole
from pasar.market.identity.models import Person as Person  # by this name others speak of who is signed in


@dataclass(frozen=True, slots=True)
class PersonView:
    id: PersonId
    name: str
    email: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class CustomerView:
    id: CustomerId
    country: str
    person_id: PersonId
    name: str
    email: str
    phone: str
    language: str
    blocked: bool
    cash_off_until: datetime | None


@dataclass(frozen=True, slots=True)
class AddressView:
    id: int
    recipient: str
    phone: str
    area_code: str
    area_text: str
    postcode: str
    line1: str
    line2: str
    landmark: str
    zone: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class CodeToSend:
    """Where a code goes and what it says; `text` is empty once it was used or ran out."""

    target: str
    purpose: str
    text: str


def standing(person_id: int, sid: str) -> Person | None:
    """The person of a session, unless they are switched off or the session was ended at the server."""
    ended = EndedSession.objects.filter(sid=sid)
    return (
        Person.objects.filter(pk=person_id, is_active=True).exclude(pk__in=ended.values("person_id")).first()
    )


def canonical_target(country: str, text: str) -> str:
    """The one form of an e-mail (lower case) or phone (E.164) under which it is kept.  Raises TargetInvalid."""
    typed = one_line(text, 254)
    if "@" in typed:
        email = typed.lower()
        try:
            validate_email(email)
        except ValidationError:
            raise TargetInvalid(field="target") from None
        return email
    try:
        return formats.parse_phone(typed, countries.get(country))
    except Invalid:
        raise TargetInvalid(field="target") from None


def person_at(target: str) -> Person | None:
    """Who signs in with this canonical e-mail or phone."""
    reached = Q(email=target) if "@" in target else Q(phone=target)
    return Person.objects.filter(reached, is_active=True).first()


def person(person_id: int) -> PersonView:
    """Raises NotFound for somebody unknown or deleted."""
    found = people([person_id])
    if person_id not in found:
        raise NotFound
    return found[person_id]


def people(person_ids: Iterable[int]) -> dict[int, PersonView]:
    """Persons by id; those deleted are left out."""
    return {
        each.pk: PersonView(PersonId(each.pk), each.name, each.email or "", each.phone or "", each.language)
        for each in Person.objects.filter(pk__in=set(person_ids), deleted_at=None)
    }


def customer_of(country: str, person_id: int) -> CustomerId | None:
    """The customer that a person is in a venture, if they ever were one."""
    found = Customer.objects.filter(country=country, person_id=person_id).values_list("pk", flat=True).first()
    return None if found is None else CustomerId(found)


def customer(customer_id: int) -> CustomerView:
    """Raises NotFound."""
    found = customers([customer_id])
    if customer_id not in found:
        raise NotFound
    return found[customer_id]


def customers(ids: Iterable[int]) -> dict[int, CustomerView]:
    """Customers by id; name, e-mail and phone are empty once the person was deleted."""
    return {
        each.pk: CustomerView(
            id=CustomerId(each.pk),
            country=each.country,
            person_id=PersonId(each.person.pk),
            name=each.person.name,
            email=each.person.email or "",
            phone=each.person.phone or "",
            language=each.language,
            blocked=each.blocked,
            cash_off_until=each.cash_off_until,
        )
        for each in Customer.objects.filter(pk__in=set(ids)).select_related("person")
    }


def addresses(customer_id: int) -> list[AddressView]:
    """A customer's address book, the default first, then the newest."""
    found = Address.objects.filter(customer_id=customer_id).order_by("-is_default", "-pk")
    return [_address(each) for each in found[: rules.MOST_ADDRESSES]]


def address(customer_id: int, address_id: int) -> AddressView:
    """Raises NotFound for one that is not this customer's."""
    found = Address.objects.filter(customer_id=customer_id, pk=address_id).first()
    if found is None:
        raise NotFound
    return _address(found)


def default_address(customer_id: int) -> AddressView | None:
    """Where parcels go unless the customer says otherwise."""
    found = Address.objects.filter(customer_id=customer_id).order_by("-is_default", "-pk").first()
    return None if found is None else _address(found)


def _address(row: Address) -> AddressView:
    return AddressView(
        row.pk, row.recipient, row.phone, row.area_code, row.area_text, row.postcode, row.line1, row.line2,
        row.landmark, row.zone, row.is_default,
    )  # fmt: skip


def roles(person_id: int) -> frozenset[tuple[str, str]]:
    """(country, role) of what a member of staff may do."""
    return frozenset(StaffRole.objects.filter(person_id=person_id).values_list("country", "role"))


def staff(country: str, *role_keys: str) -> list[PersonId]:
    """Who has one of these roles in a venture."""
    found = StaffRole.objects.filter(country=country, role__in=role_keys, person__is_active=True)
    return [PersonId(pk) for pk in found.order_by("person_id").values_list("person_id", flat=True).distinct()]


def code_to_send(code_id: int) -> CodeToSend | None:
    """A code with its digits, for the channel that sends it (and a sandbox's mailbox)."""
    row = Code.objects.filter(pk=code_id).first()
    if row is None:
        return None
    alive = row.used_at is None and row.ends_at > clock.now() and row.tries < rules.CODE_TRIES
    text = rules.code_text(settings.SECRET_KEY, row.pk, row.nonce, row.target, row.purpose) if alive else ""
    return CodeToSend(row.target, row.purpose, text)
