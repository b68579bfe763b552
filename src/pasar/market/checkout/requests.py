"""What a customer asks to buy, and what they are answered: the two ends of placing, as processes hand them on."""

import hashlib
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal
from uuid import UUID

import orjson

from pasar import countries
from pasar.kernel.records import dataclass
from pasar.market.checkout import rules
from pasar.market.checkout.rules import Difference, Quote, Wanted, Wishes
from pasar.market.identity.batch import Session

MOST_KEY = 64
MOST_NOTE = 500
MOST_VOUCHERS = 100
MOST_CODE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRequest:
    """What a customer asks to buy, and what they saw when they asked. No amount in it is ever charged."""

    country: str
    customer_id: int
    key: str
    """The request's own name, 1 to 64 characters: the same key has one effect and one answer."""
    lines: tuple[Wanted, ...]
    address_id: int
    method: str
    delivery: Mapping[int, tuple[str, str]]
    """Carrier and service per shop. Every shop of the lines has an entry."""
    seen_total_minor: int
    seen_prices: Mapping[int, int] = field(default_factory=dict)
    """Unit price per SKU as it was shown."""
    seen_shipping: Mapping[int, int] = field(default_factory=dict)
    """Delivery price per shop as it was shown."""
    from_basket: bool = True
    """The lines are in the customer's basket, and leave it; False: "buy now"."""
    wishes: Wishes = Wishes()
    """The vouchers that were seen to apply, by id, with the codes typed for them; whether coins are spent."""
    note: str = ""
    language: str = "en"
    session: Session | None = None
    """The session that asks, looked at with the customer's standing; None when the caller knows who asks. No part of
    the content: a repeat may come from another session."""

    def body_hash(self) -> bytes:
        """SHA-256 of everything but the key: what a repeat of the key must repeat."""
        # Spelt out: `dataclasses.asdict` takes longer than the quote.
        body = (
            self.country, self.customer_id, self.lines, self.address_id, self.method, sorted(self.delivery.items()),
            self.seen_total_minor, sorted(self.seen_prices.items()), sorted(self.seen_shipping.items()),
            self.from_basket, self.wishes.codes, sorted(self.wishes.chosen or ()), self.wishes.spend_coins, self.note,
            self.language,
        )  # fmt: skip
        return hashlib.sha256(orjson.dumps(body)).digest()


@dataclass(frozen=True, slots=True)
class Placed:
    """The purchase stands. `pays` says what comes next: nothing (paid), a code to scan, or cash at the door."""

    purchase_id: UUID
    number: str
    payment_id: UUID | None
    pays: Literal["paid", "scan", "cash"]
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was bought or charged. `code` is stable:

    invalid         the request itself makes no sense (data: field)
    key_reused      the key was used for another request
    not_allowed     the customer may not buy (blocked, signed out, of another country)
    address         the address is not (any more) the customer's
    basket_changed  the basket has other units than the request (data: sku_ids)
    problems        something cannot be had: `quote.problems` says what
    changed         prices or delivery are not as seen: `differences` says what
    funds           the wallet has too little (data: missing_minor)
    failed          something of ours went wrong; the others of the batch were served without it
    """

    code: str
    quote: Quote | None = None
    differences: tuple[Difference, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


Outcome = Placed | Refused


@dataclass(frozen=True, slots=True)
class Attempt:
    body_hash: bytes
    outcome: Placed


def malformed(request: PlaceRequest) -> str:
    """The first field of a request that cannot be right; empty when all can."""
    skus = [line.sku_id for line in request.lines]
    checks = {
        "country": request.country in countries.all_countries(),
        "key": 0 < len(request.key) <= MOST_KEY and request.key.isascii() and request.key.isprintable(),
        "lines": 0 < len(skus) <= rules.MOST_LINES
        and len(set(skus)) == len(skus)
        and all(type(line.units) is int and 1 <= line.units <= rules.MOST_UNITS for line in request.lines)
        and all(0 < sku < 2**63 for sku in skus),
        "address_id": 0 < request.address_id < 2**63,
        "method": bool(request.method),
        "note": len(request.note) <= MOST_NOTE and "\0" not in request.note,
        "seen_total_minor": type(request.seen_total_minor) is int and 0 <= request.seen_total_minor < 2**63,
        "delivery": len(request.delivery) <= rules.MOST_LINES
        and all(0 < shop < 2**63 for shop in request.delivery),
        "vouchers": request.wishes.chosen is not None
        and len(request.wishes.chosen) <= MOST_VOUCHERS
        and all(0 < each < 2**63 for each in request.wishes.chosen)
        and len(request.wishes.codes) <= MOST_VOUCHERS
        and all(0 < len(code) <= MOST_CODE and "\0" not in code for code in request.wishes.codes),
    }
    return next((name for name, fine in checks.items() if not fine), "")
