"""The bank and the carrier within this process: their real cores and HTTP faces, called through a WSGI transport.

Their notices reach the market by the operations that its addresses call; a storm delays, doubles and reorders them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db import transaction

from pasar.finance.payments import operations as payments
from pasar.finance.payments.providers.demo_bank import calls as bank_calls
from pasar.kernel.errors import PasarError
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.fulfilment.carriers.pasar_express import calls as carrier_calls
from pasar.simulate.bank import core as bank_core
from pasar.simulate.bank.web import application as bank_face
from pasar.simulate.carrier import core as carrier_core
from pasar.simulate.carrier.web import application as carrier_face
from pasar.simulate.living.faults import Faults
from pasar.simulate.outside.store import Store
from pasar.simulate.outside.storm import STORMY, Storm

BANK_ADDRESS, CARRIER_ADDRESS = "http://bank.invalid", "http://carrier.invalid"


@dataclass
class Outside:
    """Both companies, open for business."""

    bank: bank_core.Bank
    carrier: carrier_core.Carrier

    def work(self, now: datetime) -> int:
        """Let both do what is due and send their notices; return how much was done."""
        done = 0
        for company in (self.bank, self.carrier):
            company.store.told(now)
            # Its notices are taken together; each is known by its id, so a company may send them again.
            with transaction.atomic():
                done += company.work()
        return done


@contextmanager
def opened(
    *, bank_database: str, carrier_database: str, seed: int, faults: Faults, storm: Storm = STORMY
) -> Iterator[Outside]:
    """Bank and carrier of this process alone, on databases of their own; the market's calls go to them."""
    bank = bank_core.Bank(
        Store(
            bank_database, bank_core.TABLES, name="Bank", secret=settings.BANK_SECRET, storm=storm, seed=seed,
            post=_post,
        ),
        public_url=BANK_ADDRESS,
    )  # fmt: skip
    carrier = carrier_core.Carrier(
        Store(
            carrier_database, carrier_core.TABLES, name="Carrier", secret=settings.CARRIER_SECRET,
            storm=storm, seed=seed, post=_post,
        ),
        public_url=CARRIER_ADDRESS,
    )  # fmt: skip
    before = bank_calls.transport, carrier_calls.transport, settings.BANK_URL, settings.CARRIER_URL
    bank_calls.transport = _Line(bank_face(bank), "call:bank", faults)
    carrier_calls.transport = _Line(carrier_face(carrier), "call:carrier", faults)
    settings.BANK_URL, settings.CARRIER_URL = BANK_ADDRESS, CARRIER_ADDRESS
    try:
        yield Outside(bank, carrier)
    finally:
        bank_calls.transport, carrier_calls.transport, settings.BANK_URL, settings.CARRIER_URL = before
        bank.store.close()
        carrier.store.close()


class _Line(httpx.BaseTransport):
    """A line to a company that may break after the company acted."""

    def __init__(self, face: Any, point: str, faults: Faults) -> None:
        self._inner, self._point, self._faults = httpx.WSGITransport(app=face), point, faults

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._inner.handle_request(request)
        answer.read()
        if self._faults.strikes(self._point):
            raise httpx.ReadError("the line broke", request=request)
        return answer


def _post(address: str, headers: dict[str, str], body: bytes) -> int:
    """A notice at the market's door, as `api.notices` takes it."""
    *_, kind, key, _end = urlsplit(address).path.split("/")
    try:
        if kind == "payments":
            payments.take_notice(key, headers, body)
        else:
            fulfilment.take_notice(key, headers, body)
    except PasarError as refusal:
        return refusal.status
    return 200
