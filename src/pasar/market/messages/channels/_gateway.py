"""The one pattern of an HTTP gateway, for SMS and chat apps: a signed POST of JSON with a key against doubles.

    POST <url>   {"id", "to", "text", "country", "language"}
    webhook-id, webhook-timestamp, webhook-signature   as Standard Webhooks: HMAC-SHA256 over "id.timestamp.body"

2xx: taken.  408, 409, 425, 429, 5xx or no answer: tried again.  Other 4xx: refused for good.
"""

import base64
import hashlib
import hmac

import httpx
import orjson

from pasar.kernel import clock
from pasar.market.messages.channels import ChannelDown, ChannelRefused, Outgoing

_TIMEOUT = httpx.Timeout(10.0, connect=5.0)
_LATER = {408, 409, 425, 429}


def post(url: str, secret: str, message: Outgoing, text: str) -> None:
    """Hand a message over to a gateway.  Raises ChannelDown, ChannelRefused."""
    body = orjson.dumps(
        {
            "id": str(message.id), "to": message.address, "text": text,
            "country": message.country, "language": message.language,
        }
    )  # fmt: skip
    stamp = str(int(clock.now().timestamp()))
    signed = hmac.new(secret.encode(), f"{message.id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    headers = {
        "content-type": "application/json", "webhook-id": str(message.id), "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(signed).decode(),
    }  # fmt: skip
    try:
        answer = httpx.post(url, content=body, headers=headers, timeout=_TIMEOUT, follow_redirects=False)
    except httpx.HTTPError as error:
        raise ChannelDown(type(error).__name__) from error
    if answer.is_success:
        return
    said = f"HTTP {answer.status_code}"
    if answer.status_code >= 500 or answer.status_code in _LATER or answer.is_redirect:
        raise ChannelDown(said)
    raise ChannelRefused(said)
