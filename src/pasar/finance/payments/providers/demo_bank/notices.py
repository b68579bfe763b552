"""Reading what the demo bank tells us."""

from collections.abc import Mapping
from typing import Literal

import orjson
from django.conf import settings

from pasar.finance.payments.errors import NoticeRefused
from pasar.finance.payments.providers import Told
from pasar.finance.payments.providers.demo_bank import signing
from pasar.kernel import clock

_ABOUT: Mapping[str, Literal["charge", "refund", "payout"]] = {
    "charge": "charge",
    "refund": "refund",
    "payout": "payout",
}


def read(headers: Mapping[str, str], raw: bytes) -> Told:
    """The notice, its signature checked on the raw bytes.  Raises NoticeRefused."""
    lower = {name.lower(): value for name, value in headers.items()}
    timestamp, signature = lower.get("bank-timestamp", ""), lower.get("bank-signature", "")
    if not signing.holds(settings.BANK_SECRET, timestamp, raw, signature, clock.now().timestamp()):
        raise NoticeRefused
    return told(raw)


def told(raw: bytes) -> Told:
    """What a body says, whose signature held when it came.  Raises NoticeRefused."""
    try:
        notice = orjson.loads(raw)
        event_id, kind, reference = str(notice["event_id"]), str(notice["kind"]), str(notice["reference"])
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise NoticeRefused from error
    if not event_id or len(event_id) > 80 or "\x00" in event_id + reference:
        raise NoticeRefused
    return Told(event_id, _ABOUT.get(kind.partition(".")[0], "other"), reference[:60])
