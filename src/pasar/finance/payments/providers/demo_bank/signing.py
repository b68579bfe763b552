"""The signature both sides put on what they send."""

import hashlib
import hmac

VERSION = "v1="
TOLERANCE_S = 900
"""How old a signed message may be, and how far ahead its clock."""


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature header of a body sent at `timestamp` (seconds since 1970, as text)."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return VERSION + digest


def holds(secret: str, timestamp: str, body: bytes, signature: str, now_s: float) -> bool:
    """Whether a signature is ours for exactly these bytes, made within the tolerance of now."""
    if not secret or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return False
    if abs(now_s - int(timestamp)) > TOLERANCE_S:
        return False
    expected = sign(secret, timestamp, body)
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
