"""What we ask the demo bank, over HTTP."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, TypeVar, cast
from urllib.parse import quote

import httpx
import orjson
from django.conf import settings

from pasar.finance.payments.errors import ProviderRefused, ProviderUnreachable
from pasar.finance.payments.providers import Charge, Entry, NewCharge, NewPayout, PayoutState, RefundState
from pasar.finance.payments.providers.demo_bank import amounts, signing
from pasar.kernel import clock

T = TypeVar("T")

TIMEOUT_S = 10.0
NOTICES_PATH = "/notices/payments/demo_bank/"
STATES = ("pending", "paid", "refused")

transport: httpx.BaseTransport | None = None
"""How requests travel; None: over the network. The simulator, which is market and bank in one process, sets its own."""


@cache
def _network() -> httpx.Client:
    """Keeps connections open between calls: opening one anew costs more than the call."""
    return httpx.Client(timeout=TIMEOUT_S, follow_redirects=False)


def begin(charge: NewCharge) -> Charge:
    """Open a charge, or find the one that was opened under this reference."""
    answer = _call(
        "POST",
        "/charges",
        {
            "reference": charge.reference,
            "country": charge.country,
            "amount": amounts.major_of(charge.amount_minor, charge.currency),
            "currency": charge.currency,
            "expires_at": charge.expires_at.isoformat(),
            "callback": _callback(),
            "merchant": charge.merchant,
            "city": charge.city,
        },
    )
    return _read(answer, _charge)


def find(reference: str) -> Charge | None:
    """The charge with our reference; None when the bank has none."""
    try:
        return _read(_call("GET", f"/charges/{quote(reference, safe='')}"), _charge)
    except ProviderRefused as refusal:
        if refusal.data.get("status") == 404:
            return None
        raise


def refund(refund_id: str, reference: str, amount_minor: int, currency: str) -> RefundState:
    """Ask for money of a charge to be sent back, or how that stands."""
    amount = amounts.major_of(amount_minor, currency)
    state = _call("POST", "/refunds", {"id": refund_id, "charge": reference, "amount": amount}).get("state")
    if state not in ("accepted", "paid"):
        raise ProviderUnreachable(reason="an answer that cannot be read")
    return cast(RefundState, state)


def pay_out(batch_id: str, payouts: Sequence[NewPayout]) -> Mapping[str, PayoutState]:
    """Ask for payouts of a batch; those known already are left as they are."""
    items = [
        {
            "id": payout.id,
            "amount": amounts.major_of(payout.amount_minor, payout.currency),
            "currency": payout.currency,
            "bank": payout.bank,
            "account": payout.account,
            "name": payout.holder,
        }
        for payout in payouts
    ]
    answer = _call("POST", "/payouts", {"batch": batch_id, "callback": _callback(), "items": items})
    return _read(answer, lambda given: {str(each["id"]): _payout_state(each) for each in given["items"]})


def payout_state(payout_id: str) -> PayoutState | None:
    """How a payout stands; None when the bank has none of this id."""
    try:
        return _read(_call("GET", f"/payouts/{quote(payout_id, safe='')}"), _payout_state)
    except ProviderRefused as refusal:
        if refusal.data.get("status") == 404:
            return None
        raise


def statement(since: int) -> Sequence[Entry]:
    """The account's entries after a number, the oldest first."""
    return _read(
        _call("GET", f"/statement?since={since}"), lambda given: [_entry(each) for each in given["entries"]]
    )


def _callback() -> str:
    return str(settings.BASE_URL).rstrip("/") + NOTICES_PATH


def _charge(given: dict[str, Any]) -> Charge:
    currency, paid = str(given["currency"]), given["paid"]
    if given["state"] not in STATES or given["mode"] not in ("sandbox", "live"):
        raise ValueError("an unknown state or mode")
    return Charge(
        charge_id=str(given["id"])[:60],
        reference=str(given["reference"])[:60],
        state=cast(Literal["pending", "paid", "refused"], given["state"]),
        currency=currency,
        amount_minor=amounts.minor_of(given["amount"], currency),
        received_minor=None if paid is None else amounts.minor_of(paid, currency),
        qr=str(given["qr"])[:600],
        pay_url=str(given["pay_url"])[:300],
        mode=cast(Literal["sandbox", "live"], given["mode"]),
    )


def _payout_state(given: dict[str, Any]) -> PayoutState:
    state = given["state"]
    if state not in ("accepted", "paid", "returned"):
        raise ValueError("an unknown state")
    return cast(PayoutState, state)


def _entry(given: dict[str, Any]) -> Entry:
    if given["direction"] not in ("credit", "debit"):
        raise ValueError("neither credit nor debit")
    currency = str(given["currency"])
    return Entry(
        number=int(given["number"]),
        at=datetime.fromisoformat(given["at"]).astimezone(UTC),
        direction=cast(Literal["credit", "debit"], given["direction"]),
        kind=str(given["kind"])[:20],
        reference=str(given["reference"])[:60],
        currency=currency,
        amount_minor=amounts.minor_of(given["amount"], currency),
    )


def _read(answer: dict[str, Any], reader: Callable[[dict[str, Any]], T]) -> T:
    """What `reader` makes of an answer.  Raises ProviderUnreachable for one that cannot be read: nothing is known."""
    try:
        return reader(answer)
    except (KeyError, TypeError, ValueError) as error:
        raise ProviderUnreachable(reason="an answer that cannot be read") from error


def _call(method: str, path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    """The bank's answer as an object.  Raises ProviderRefused (data: status) for 4xx, ProviderUnreachable otherwise."""
    if not settings.BANK_URL:
        raise ProviderUnreachable(reason="no address of the bank is set")
    body = b"" if content is None else orjson.dumps(content)
    timestamp = str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Bank-Timestamp": timestamp,
        "Bank-Signature": signing.sign(settings.BANK_SECRET, timestamp, body),
    }
    try:
        client = httpx.Client(transport=transport, timeout=TIMEOUT_S) if transport else _network()
        answer = client.request(method, settings.BANK_URL.rstrip("/") + path, content=body, headers=headers)
        found = orjson.loads(answer.content) if answer.content else {}
    except (httpx.HTTPError, orjson.JSONDecodeError) as error:
        raise ProviderUnreachable(reason=type(error).__name__) from error
    if not isinstance(found, dict):
        raise ProviderUnreachable(reason="an answer that cannot be read")
    if 400 <= answer.status_code < 500 and answer.status_code not in (401, 403, 408, 425, 429):
        raise ProviderRefused(
            status=answer.status_code, reason=str(found.get("code", answer.status_code))[:100]
        )
    if answer.status_code >= 300:
        raise ProviderUnreachable(reason=str(answer.status_code))
    return found
