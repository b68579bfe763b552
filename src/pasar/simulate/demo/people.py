"""The people of a demo venture: its sign-ins, shop owners, customers, with names and addresses of the country."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from pasar import countries
from pasar.countries import queries as places
from pasar.market.identity.operations import NewAddress, NewCustomer
from pasar.simulate.demo import words
from pasar.simulate.demo.words import MAIN

PASSWORD = "pasar-demo"  # noqa: S105 - made for sandboxes only, and printed at the start
CUSTOMERS = {"full": 160, "small": 8}
_DIGITS = {"id": 8, "my": 7, "ph": 7, "sg": 6, "th": 7, "vn": 7}
"""Behind the mobile prefix."""


@dataclass(frozen=True, slots=True)
class Towns:
    """The venture's towns made sure of in the country's areas."""

    country: str
    rows: tuple[tuple[str, str, str, str], ...]
    """(area code, area's text, postcode, zone) in the venture file's order."""

    def address(self, random: Random, town: int, recipient: str, phone: str) -> NewAddress:
        code, text, postcode, zone = self.rows[town]
        street = random.choice(words.venture(self.country)["streets"]).format(n=random.randint(1, 180))
        return NewAddress(
            recipient=recipient, phone=phone, area_code=code, area_text=text, postcode=postcode, line1=street, zone=zone
        )  # fmt: skip


def towns(country: str) -> Towns:
    """Raises Invalid when a town of the venture's file is no area of the country."""
    rows = []
    for town in words.venture(country)["towns"]:
        found = places.resolve(country, town["area"], town["postcode"], MAIN[country])
        rows.append((found.area_code, ", ".join(reversed(found.names)), found.postcode, found.zone))
    return Towns(country, tuple(rows))


def name(random: Random, country: str) -> str:
    place = words.venture(country)
    return f"{random.choice(place['first'])} {random.choice(place['last'])}".strip()


def phone(random: Random, country: str, number: int) -> str:
    """A mobile number no other person of the demo has."""
    mobile = words.venture(country)["mobile"]
    digits = _DIGITS[country]
    body = (number * 7919 + 104_729) % 10**digits
    return f"+{countries.get(country).phone_code}{mobile}{body:0{digits}d}"


def sign_ins(country: str, home: Towns, at: datetime) -> dict[str, NewCustomer]:
    """The three that a visitor may sign in as: customer, seller, operator."""
    return {
        role: _person(country, home, f"{role}@{country}.pasar.example", number, at, known=True)
        for number, role in enumerate(("customer", "seller", "operator"), 1)
    }


def owners(country: str, home: Towns, shops: int, at: datetime) -> list[NewCustomer]:
    return [
        _person(country, home, f"shop{number}@{country}.pasar.example", 100 + number, at)
        for number in range(1, shops + 1)
    ]


def customers(country: str, home: Towns, size: str, at: datetime) -> list[NewCustomer]:
    return [
        _person(country, home, f"shopper{number}@{country}.pasar.example", 1_000 + number, at)
        for number in range(1, CUSTOMERS[size] + 1)
    ]


def _person(
    country: str, home: Towns, email: str, number: int, at: datetime, *, known: bool = False
) -> NewCustomer:
    random = Random(f"person {country} {number}")
    called, mobile = name(random, country), phone(random, country, number)
    return NewCustomer(
        name=called, email=email, phone=mobile, password=PASSWORD if known else None, language=MAIN[country],
        address=home.address(random, 0 if known else random.randrange(len(home.rows)), called, mobile),
        joined_at=at - timedelta(days=random.randint(20, 400)),
    )  # fmt: skip


def identity_numbers(country: str) -> Iterator[str]:
    """Numbers in the length that the country's papers have."""
    random = Random(f"identity {country}")
    length = {"id": 16, "my": 12, "ph": 12, "sg": 9, "th": 13, "vn": 12}[country]
    while True:
        yield "".join(random.choice("123456789") for _ in range(length))
