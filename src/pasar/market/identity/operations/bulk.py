"""Many customers at once: for the demo world and for moving in from another shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from pasar import countries
from pasar.kernel import clock
from pasar.kernel.ids import CustomerId
from pasar.market.identity.models import Address, Customer, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddress:
    """An address whose place the caller took from the country's own areas."""

    recipient: str
    phone: str
    area_code: str
    area_text: str
    postcode: str
    line1: str
    line2: str = ""
    landmark: str = ""
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """email: lower case; phone: E.164; at least one of them."""

    name: str
    email: str | None = None
    phone: str | None = None
    password: str | None = None
    language: str
    address: NewAddress | None = None
    joined_at: datetime | None = None


@transaction.atomic
def bulk_customers(*, country: str, rows: Sequence[NewCustomer]) -> list[CustomerId]:
    """Write persons with their customers and default addresses, in a handful of statements; ids in the rows' order.

    Persons whose e-mail or phone is known already are an IntegrityError: the whole is refused.
    """
    assert country in countries.all_countries()
    at = clock.now()
    # Hashing is slow by intent: the same password is hashed once.
    hashes = {word: make_password(word) for word in {row.password for row in rows}}
    people = Person.objects.bulk_create(
        [
            Person(
                email=row.email, phone=row.phone, name=row.name, language=row.language,
                password=hashes[row.password], joined_at=row.joined_at or at,
                email_confirmed_at=row.email and at, phone_confirmed_at=row.phone and at,
            )
            for row in rows
        ],
        batch_size=1_000,
    )  # fmt: skip
    customers = Customer.objects.bulk_create(
        [
            Customer(country=country, person=person, language=row.language, created_at=row.joined_at or at)
            for person, row in zip(people, rows, strict=True)
        ],
        batch_size=1_000,
    )
    Address.objects.bulk_create(
        [
            Address(
                country=country, customer=customer, is_default=True, created_at=customer.created_at,
                **{name: getattr(row.address, name) for name in NewAddress.__dataclass_fields__},
            )
            for customer, row in zip(customers, rows, strict=True)
            if row.address is not None
        ],
        batch_size=1_000,
    )  # fmt: skip
    return [CustomerId(customer.pk) for customer in customers]
