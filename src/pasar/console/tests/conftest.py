from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.orders import queries as orders
from pasar.market.orders.tests.paying import new_line, new_order, place
from pasar.market.stock.tests.making import Shelf, make_customers, make_shelf

PASSWORD = "pasar-demo"


def sign_in(person_id: int) -> Client:
    from pasar.market.identity.models import Person

    client = Client()
    client.force_login(Person.objects.get(pk=person_id))
    return client


@pytest.fixture
def staff(db: None) -> Callable[..., Client]:
    """Staff of a venture with a role, signed in."""

    def make(role: str = "operator", country: str = "id") -> Client:
        email = f"{role}@{country}.example.com"
        if known := people.person_at(email):
            return sign_in(known.pk)
        person_id = identity.sign_up(
            country=country, language="en", name=role, email=email, password=PASSWORD
        )
        identity.make_staff(person_id=person_id, country=country, role=role, actor="system")
        return sign_in(person_id)

    return make


@dataclass(frozen=True)
class Sold:
    shelf: Shelf
    customer_id: int
    purchase_id: object
    order: object


@pytest.fixture
def sold(db: None) -> Sold:
    """An order of a real seller and customer, paid from the wallet."""
    shelf = make_shelf()
    [customer_id] = make_customers()
    part = new_order(
        new_line(120_000_00), new_line(80_000_00), seller_id=shelf.seller_id, shipping_minor=9_000_00
    )
    purchase_id = place(part, customer_id=customer_id)
    return Sold(shelf, customer_id, purchase_id, orders.facts(part.id))
