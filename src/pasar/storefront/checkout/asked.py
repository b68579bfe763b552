"""What a checkout's form says: which goods, where to, how, paid by what, and what was seen when it was sent.

Nothing in it is believed: amounts are only what the customer saw, ids are looked up among the customer's own, and what
is no number where one belongs is refused.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from pasar.kernel.errors import Invalid
from pasar.market.checkout.requests import MOST_CODE, MOST_KEY, MOST_NOTE, MOST_VOUCHERS, PlaceRequest
from pasar.market.checkout.rules import MOST_LINES, Quote, Wanted, Wishes
from pasar.market.identity.batch import Session

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_WAY = re.compile(r"([a-z0-9_]{1,30}):([a-z0-9_-]{1,30})", re.ASCII)
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)

MOST_CODES = 5
"""Typed in one checkout."""
KINDS = ("line", "price", "shipping", "delivery", "voucher", "auto", "code")
MOST_FIELDS = 4 * MOST_LINES + 2 * MOST_VOUCHERS


@dataclass(frozen=True, slots=True)
class Asked:
    """A checkout as it was sent."""

    key: str
    buy_now: Wanted | None = None
    """One SKU bought past the basket."""
    lines: tuple[Wanted, ...] = ()
    """What the page showed; empty when it is opened."""
    address_id: int | None = None
    delivery: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    method: str = ""
    note: str = ""
    seen_total_minor: int = -1
    seen_prices: Mapping[int, int] = field(default_factory=dict)
    seen_shipping: Mapping[int, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    """Of vouchers, as they were typed, in capitals."""
    ticked: frozenset[int] = frozenset()
    """Vouchers that are to be used."""
    automatic: frozenset[int] = frozenset()
    """Offers that applied by themselves."""
    own_choice: bool = False
    """The customer ticked others than the best combination."""
    coins: bool = False

    @property
    def wishes(self) -> Wishes:
        """What to quote with: the best combination, unless the customer chose."""
        return Wishes(self.codes, self.ticked if self.own_choice else None, self.coins)

    def request(
        self, *, country: str, language: str, customer_id: int, session: Session | None = None
    ) -> PlaceRequest:
        """The request to place this."""
        return PlaceRequest(
            country=country, customer_id=customer_id, key=self.key, lines=self.lines,
            address_id=self.address_id or 0, method=self.method, delivery=self.delivery,
            seen_total_minor=self.seen_total_minor, seen_prices=self.seen_prices,
            seen_shipping=self.seen_shipping, from_basket=self.buy_now is None, note=self.note, language=language,
            wishes=Wishes(self.codes, self.ticked | self.automatic, self.coins),
            session=session,
        )  # fmt: skip


def new_key() -> str:
    """A name for one checkout, so that sending it twice buys once."""
    return secrets.token_urlsafe(24)


def read(sent: Mapping[str, str]) -> Asked:
    """The form as sent.  Raises Invalid for what no page of ours sends."""
    if len(sent) > MOST_FIELDS:
        raise Invalid
    lines, prices, shipping, delivery = [], {}, {}, {}
    ticked, automatic, codes = set(), set(), []
    for name, value in sent.items():
        kind, dash, number = name.partition("-")
        if not dash or kind not in KINDS:
            continue
        row = _number(number, name)
        if kind == "line":
            lines.append(Wanted(row, _number(value, name)))
        elif kind == "price":
            prices[row] = _number(value, name)
        elif kind == "shipping":
            shipping[row] = _number(value, name)
        elif kind == "voucher":
            ticked.add(row)
        elif kind == "auto":
            automatic.add(row)
        elif kind == "code":
            codes.append(_code(value))
        else:
            delivery[row] = _way(value, name)
    key = sent.get("key", "")
    typed = _code(sent.get("code", ""))
    best = frozenset(_number(each, "best") for each in sent.get("best", "").split(",") if each)
    # A code just typed is weighed with all the others: what was ticked before may not go with it.
    own_choice = (
        "best" in sent
        and not typed
        and "best_again" not in sent
        and ("own" in sent or frozenset(ticked) != best)
    )
    note = sent.get("note", "").replace("\r\n", "\n").replace("\0", "").strip()
    if len(note) > MOST_NOTE:
        raise Invalid(field="note")
    return Asked(
        key=key if _KEY.fullmatch(key) and len(key) <= MOST_KEY else new_key(),
        buy_now=_buy_now(sent),
        lines=tuple(lines),
        address_id=_number(sent["address"], "address") if sent.get("address") else None,
        delivery=delivery,
        method=sent.get("method", "")[:30],
        note=note,
        seen_total_minor=_number(sent["total"], "total") if sent.get("total") else -1,
        seen_prices=prices,
        seen_shipping=shipping,
        codes=tuple(dict.fromkeys(code for code in (*codes, typed) if code))[:MOST_CODES],
        ticked=frozenset(ticked),
        automatic=frozenset(automatic),
        own_choice=own_choice,
        coins=bool(sent.get("coins")),
    )


def fitting(delivery: Mapping[int, tuple[str, str]], quote: Quote) -> dict[int, tuple[str, str]]:
    """The choices of delivery that the quote still offers: what another address lost falls back to the cheapest."""
    offered = {
        parcel.shop.id: {(way.carrier_key, way.service_key) for way in parcel.options}
        for parcel in quote.parcels
    }
    return {shop: way for shop, way in delivery.items() if way in offered.get(shop, set())}


def _buy_now(sent: Mapping[str, str]) -> Wanted | None:
    if not sent.get("sku"):
        return None
    return Wanted(_number(sent["sku"], "sku"), _number(sent.get("units") or "1", "units"))


def _code(text: str) -> str:
    return text.replace("\0", "").strip().upper()[:MOST_CODE]


def _number(text: str, name: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise Invalid(field=name)
    return int(text)


def _way(text: str, name: str) -> tuple[str, str]:
    found = _WAY.fullmatch(text)
    if found is None:
        raise Invalid(field=name)
    return found[1], found[2]
