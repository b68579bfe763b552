"""What we ask Pasar Express, over HTTP."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import orjson
from django.conf import settings

from pasar.kernel import clock
from pasar.market.fulfilment.carriers import (
    Booked,
    Booking,
    CarrierRefused,
    CarrierUnreachable,
    Remitted,
    RemittedParcel,
)
from pasar.market.fulfilment.carriers.pasar_express import amounts, signing

TIMEOUT_S = 10.0
NOTICES = "/notices/carriers/pasar_express/"
"""Where the carrier tells us of scans, below the market's own address."""


transport: httpx.BaseTransport | None = None
"""How requests travel; None: over the network. The simulator, market and carrier in one process, sets its own."""


@cache
def _network() -> httpx.Client:
    """Keeps connections open between calls: opening one anew costs more than the call."""
    return httpx.Client(timeout=TIMEOUT_S, follow_redirects=False)


def book(booking: Booking) -> Booked:
    """Ask for a parcel to be carried. The same reference again gets the same number."""
    cash = {"amount": amounts.major_of(booking.cod_minor, booking.currency), "currency": booking.currency}
    answer = _call(
        "POST",
        "/bookings",
        {
            "reference": booking.reference,
            "country": booking.country,
            "service": booking.service_key,
            "from": dict(booking.sender),
            "to": dict(booking.recipient),
            "weight_g": booking.weight_g,
            "cod": cash if booking.cod_minor else None,
            "callback": settings.BASE_URL.rstrip("/") + NOTICES,
        },
    )
    number = str(answer.get("tracking_number") or "")[:60]
    if not number:
        raise CarrierUnreachable(reason="an answer without a tracking number")
    return Booked(tracking_number=number, sort_code=str(answer.get("sort_code") or "")[:30])


def collect(tracking_number: str) -> None:
    """Tell the carrier that a booked parcel may be fetched. Twice changes nothing."""
    _call("POST", f"/bookings/{quote(tracking_number, safe='')}/hand-over", {})


def cancel(tracking_number: str) -> None:
    """Take a booking back before it is fetched."""
    _call("POST", f"/bookings/{quote(tracking_number, safe='')}/cancel", {})


def remittances(since: str) -> Sequence[Remitted]:
    """Cash handed on after the remittance `since`, the oldest first."""
    answer = _call("GET", "/remittances?" + urlencode({"since": since}), None)
    try:
        return [_remitted(each) for each in answer["remittances"]]
    except (KeyError, TypeError, ValueError) as error:
        raise CarrierUnreachable(reason="an answer that cannot be read") from error


def _remitted(given: dict[str, Any]) -> Remitted:
    currency = str(given["currency"])
    return Remitted(
        reference=str(given["reference"])[:60],
        country=str(given["country"]),
        currency=currency,
        amount_minor=amounts.minor_of(given["amount"], currency),
        fee_minor=amounts.minor_of(given.get("fee", "0"), currency),
        at=datetime.fromisoformat(given["at"]).astimezone(UTC),
        parcels=tuple(
            RemittedParcel(str(each["tracking_number"])[:60], amounts.minor_of(each["amount"], currency))
            for each in given["parcels"]
        ),
    )


def _call(method: str, path: str, content: dict[str, Any] | None) -> dict[str, Any]:
    """The carrier's answer as an object.  Raises CarrierRefused for 4xx, CarrierUnreachable otherwise."""
    if not settings.CARRIER_URL:
        raise CarrierUnreachable(reason="no address of the carrier is set")
    body = b"" if content is None else orjson.dumps(content)
    timestamp = str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Carrier-Timestamp": timestamp,
        "Carrier-Signature": signing.sign(settings.CARRIER_SECRET, timestamp, body),
    }
    try:
        client = httpx.Client(transport=transport, timeout=TIMEOUT_S) if transport else _network()
        answer = client.request(
            method, settings.CARRIER_URL.rstrip("/") + path, content=body, headers=headers
        )
        found = orjson.loads(answer.content) if answer.content else {}
    except (httpx.HTTPError, orjson.JSONDecodeError) as error:
        raise CarrierUnreachable(reason=type(error).__name__) from error
    if not isinstance(found, dict):
        raise CarrierUnreachable(reason="an answer that cannot be read")
    if 400 <= answer.status_code < 500 and answer.status_code not in (401, 403, 408, 425, 429):
        raise CarrierRefused(reason=str(found.get("code", answer.status_code))[:200])
    if answer.status_code >= 300:
        raise CarrierUnreachable(reason=str(answer.status_code))
    return found
