"""Notices are signed over their raw bytes and their time, so that neither can be changed or kept for later."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime


def headers(name: str, secret: str, body: bytes, at: datetime) -> dict[str, str]:
    """`<Name>-Timestamp` (Unix seconds) and `<Name>-Signature: v1=<HMAC-SHA256 hex of timestamp.body>`."""
    stamp = str(int(at.timestamp()))
    return {
        f"{name}-Timestamp": stamp,
        f"{name}-Signature": _mark(secret, stamp, body),
        "Content-Type": "application/json",
    }


def holds(name: str, secret: str, given: Mapping[str, str], body: bytes) -> bool:
    """Whether a request's headers (names in lower case) sign exactly this body.

    Its age is not looked at: every call is repeatable by its own id, and the market's clock may have been wound.
    """
    stamp = given.get(f"{name}-Timestamp".lower(), "")
    signature = given.get(f"{name}-Signature".lower(), "")
    expected = _mark(secret, stamp, body)
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def _mark(secret: str, stamp: str, body: bytes) -> str:
    return "v1=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
