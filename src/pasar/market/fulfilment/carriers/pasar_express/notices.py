"""Reading what Pasar Express tells us."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings

from pasar.kernel import clock
from pasar.market.fulfilment.carriers import NoticeRefused, Reported
from pasar.market.fulfilment.carriers.pasar_express import amounts, signing

STATES = {
    "BK00": "label_created",
    "PU05": "pickup_scheduled",
    "PU09": "pickup_failed",
    "PU10": "picked_up",
    "HB20": "at_hub",
    "TR30": "in_transit",
    "CU35": "customs",
    "OD40": "out_for_delivery",
    "DL50": "delivered",
    "DF51": "delivery_failed",
    "RT60": "return_started",
    "RT65": "return_in_transit",
    "RT69": "returned",
    "LO80": "lost",
    "DM81": "damaged",
    "CN90": "cancelled",
}
"""Source: the carrier's own list, kept by `simulate/carrier`; a code that is not in it moves nothing."""


def read(headers: Mapping[str, str], raw: bytes) -> Reported:
    """The notice, its signature checked on the raw bytes.  Raises NoticeRefused."""
    lower = {name.lower(): value for name, value in headers.items()}
    timestamp, signature = lower.get("carrier-timestamp", ""), lower.get("carrier-signature", "")
    if not signing.holds(settings.CARRIER_SECRET, timestamp, raw, signature, clock.now().timestamp()):
        raise NoticeRefused
    return parse(raw)


def parse(raw: bytes) -> Reported:
    """The notice in a body whose signature was checked when it came.  Raises NoticeRefused."""
    try:
        return _reported(orjson.loads(raw))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise NoticeRefused from error


def _reported(notice: dict[str, Any]) -> Reported:
    at = datetime.fromisoformat(notice["at"])
    if at.tzinfo is None:
        raise ValueError("an instant without its zone")
    cash = notice.get("cod_collected")
    code = str(notice["code"])[:60]
    return Reported(
        event_id=str(notice["event_id"])[:80],
        tracking_number=str(notice["tracking_number"])[:60],
        code=code,
        state=STATES.get(code, "unknown"),
        text=str(notice.get("text") or "")[:300],
        place=str(notice.get("place") or "")[:120],
        at=at.astimezone(UTC),
        collected_minor=amounts.minor_of(cash["amount"], cash["currency"]) if cash else None,
        currency=str(cash["currency"]) if cash else None,
    )
