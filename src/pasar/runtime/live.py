"""Live updates: an ASGI process that tells open pages when what they show has changed.

    GET /?token=…    an event stream; `changed` once for each announced event that the token names

A token is a list of "<topic> <key>" signed by the page that was allowed to show it, so nothing is looked up here and no
content travels: the page asks for its own fragment again.
"""

import asyncio
import logging
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import psycopg
from django.conf import settings
from django.core import signing

# Settings and signatures are all it needs of Django: it looks nothing up, and starts the quicker for it.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasar.runtime.settings")

log = logging.getLogger(__name__)

CHANNEL = "pasar_events"
"""As in `kernel.events`, whose import would bring all of Django's models with it; a test holds the two together."""

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

TOKEN_AGE_S = 60 * 60 * 4
BEAT_S = 20
MOST_STREAMS = 5_000

_waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
_streams = 0
_listener: asyncio.Task[None] | None = None


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    if scope["path"] == "/healthz":
        await _answer(send, 200, b'{"status": "ok"}')
        return
    keys = _keys(scope)
    if keys is None:
        await _answer(send, 403, b'{"code": "forbidden"}')
    elif _streams >= MOST_STREAMS:
        await _answer(send, 503, b'{"code": "unavailable"}')
    else:
        await _stream(keys, receive, send)


def _keys(scope: dict[str, Any]) -> list[str] | None:
    """What the token names; None for one that is not ours or too old."""
    token = parse_qs(scope["query_string"].decode("ascii", "replace")).get("token", [""])[0]
    try:
        named = signing.loads(token, salt="live", max_age=TOKEN_AGE_S)
    except signing.BadSignature:
        return None
    return [str(key) for key in named][:20]


async def _stream(keys: list[str], receive: Receive, send: Send) -> None:
    global _streams, _listener
    if _listener is None or _listener.done():
        _listener = asyncio.create_task(_listen())
    changed = asyncio.Event()
    for key in keys:
        _waiting[key].add(changed)
    _streams += 1
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _headers(b"text/event-stream")})
        await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})
        while not gone.done():
            told = asyncio.create_task(changed.wait())
            await asyncio.wait({told, gone}, timeout=BEAT_S, return_when=asyncio.FIRST_COMPLETED)
            told.cancel()
            body = b"event: changed\ndata: 1\n\n" if changed.is_set() else b": still here\n\n"
            changed.clear()
            await send({"type": "http.response.body", "body": body, "more_body": True})
    finally:
        gone.cancel()
        _streams -= 1
        for key in keys:
            _waiting[key].discard(changed)
            if not _waiting[key]:
                del _waiting[key]


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _listen() -> None:
    """Pass on what the database announces; after a lost connection every page looks once: it may have missed some."""
    while True:
        try:
            connection = await psycopg.AsyncConnection.connect(os.environ["DATABASE_URL"], autocommit=True)
            async with connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                async for notice in connection.notifies():
                    for changed in list(_waiting.get(notice.payload, ())):
                        changed.set()
        except psycopg.Error as error:
            log.warning("live updates lost the database: %s", error)
        await asyncio.sleep(1)
        for waiting in list(_waiting.values()):
            for changed in waiting:
                changed.set()


async def _answer(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _headers(b"application/json")})
    await send({"type": "http.response.body", "body": body})


def _headers(kind: bytes) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", kind),
        (b"cache-control", b"no-store"),
        (b"access-control-allow-origin", settings.BASE_URL.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-accel-buffering", b"no"),
    ]
