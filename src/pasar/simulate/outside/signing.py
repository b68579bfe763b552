"""Notices are signed over their raw bytes and their time, so that neither can be changed or kept for later."""

import hashlib
import hmac
from datetime import datetime


def headers(name: str, secret: str, body: bytes, at: datetime) -> dict[str, str]:
    """`<Name>-Timestamp` (Unix seconds) and `<Name>-Signature: v1=<HMAC-SHA256 hex of timestamp.body>`."""
    stamp = str(int(at.timestamp()))
    mark = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {f"{name}-Timestamp": stamp, f"{name}-Signature": f"v1={mark}", "Content-Type": "application/json"}
