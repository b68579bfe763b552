"""How a simulator's process comes up: settings from the environment, notices through HTTP, its own clockwork."""

import logging
import os
import threading
import time
from collections.abc import Callable

import httpx

from pasar.simulate.outside.storm import STORMS, Storm

log = logging.getLogger(__name__)


def http_post() -> Callable[[str, dict[str, str], bytes], int]:
    """Sends notices over HTTP: no redirects, short patience."""
    client = httpx.Client(timeout=5.0, follow_redirects=False)

    def post(address: str, headers: dict[str, str], body: bytes) -> int:
        try:
            return client.post(address, headers=headers, content=body).status_code
        except httpx.HTTPError as error:
            raise OSError(str(error)) from error

    return post


def storm_from_environment() -> Storm:
    return STORMS[os.environ.get("PASAR_STORM", "calm")]


def keep_going(work: Callable[[], int], *, every_s: float = 0.5) -> threading.Thread:
    """Do due work in the background for the life of the process; a failure is logged and the next round tried."""

    def loop() -> None:
        while True:
            try:
                work()
            except Exception:
                log.exception("simulator's round failed")
            time.sleep(every_s)

    thread = threading.Thread(target=loop, name="clockwork", daemon=True)
    thread.start()
    return thread
