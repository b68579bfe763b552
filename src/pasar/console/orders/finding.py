"""What was typed, understood as an order's or purchase's number, a phone, an e-mail, or a tracking number."""

from uuid import UUID

from pasar.countries import Country
from pasar.kernel.errors import PasarError
from pasar.market.fulfilment import queries as fulfilment
from pasar.market.identity import queries as identity
from pasar.market.orders import queries
from pasar.market.orders.queries import FoundOrder

PAGE = 50


def orders(venture: Country, text: str, *, status: str = "", after: UUID | None = None) -> list[FoundOrder]:
    """Orders of a venture that fit what was typed; all of them for nothing typed."""
    if not text:
        return queries.find(venture.key, status=status, after=after, size=PAGE)
    if customer_ids := _customers(venture, text):
        return queries.find(venture.key, customer_ids=customer_ids, status=status, after=after, size=PAGE)
    if order_ids := fulfilment.orders_of_number(venture.key, text):
        return queries.find(venture.key, order_ids=order_ids, size=PAGE)
    number = text.upper()
    if len(number) < 4:
        return []
    return queries.find(venture.key, number=number, status=status, after=after, size=PAGE)


def uuid_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _customers(venture: Country, text: str) -> list[int]:
    """The venture's customer at this e-mail or phone."""
    if "@" not in text and sum(letter.isdigit() for letter in text) < 7:
        return []
    try:
        person = identity.person_at(identity.canonical_target(venture.key, text))
    except PasarError:
        return []
    customer = identity.customer_of(venture.key, person.pk) if person else None
    return [customer] if customer else []
