"""A sandbox's market tells the simulators its time: they live by the same clock, also when an operator winds it."""

import logging
from functools import cache

import httpx
from django.conf import settings

from pasar.kernel import clock
from pasar.simulate.demo import flash

log = logging.getLogger(__name__)

TIMEOUT_S = 5.0


def tick() -> int:
    """Tell bank and carrier what time it is, which also has them do what is due. Always 0: there is no more to do."""
    if settings.SANDBOX:
        for address in filter(None, (settings.BANK_URL, settings.CARRIER_URL)):
            try:
                _client().post(f"{address.rstrip('/')}/tick", json={"now": clock.now().isoformat()})
            except httpx.HTTPError as error:
                log.info("no answer to a tick from %s: %s", address, error)
    return 0


@cache
def _client() -> httpx.Client:
    """One for the life of the process: making one costs more than a hundred calls."""
    return httpx.Client(timeout=TIMEOUT_S)


SWEEPERS = {"simulate.tick": (1.0, tick), "simulate.flash": (60.0, flash.keep)}
