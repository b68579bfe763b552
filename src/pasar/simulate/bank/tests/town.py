"""A market and its bank, speaking over real HTTP, for tests that cross both."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from django.db import connection, transaction

from pasar.finance.payments import batch as payments_batch
from pasar.finance.payments import queries as payments
from pasar.finance.payments import tasks
from pasar.kernel import batch, clock, ids
from pasar.runtime.testing import testbed
from pasar.simulate.bank.core import TABLES, Bank
from pasar.simulate.bank.web import application
from pasar.simulate.outside.start import http_post
from pasar.simulate.outside.store import Store
from pasar.simulate.outside.storm import CALM, Storm
from pasar.simulate.outside.tests.serving import market, served

SECRET = "a-secret-of-this-test"


@dataclass
class Town:
    """`bank` is reached in this process by its own side; the market reaches it at `bank_url` only."""

    bank: Bank
    bank_url: str
    market_url: str

    def purchase_payment(
        self, *, amount_minor: int = 150_000_00, country: str = "id", currency: str = "IDR"
    ) -> UUID:
        """A payment as checkout opens it; the purchase's id is given back."""
        purchase_id = ids.uuid7()
        new = payments_batch.NewPayment(
            id=ids.uuid7(), country=country, currency=currency, customer_id=7, purchase_id=purchase_id,
            method="qr_transfer", amount_minor=amount_minor, expires_at=clock.now() + timedelta(minutes=30),
        )  # fmt: skip
        with transaction.atomic():
            batch.run(connection, [payments_batch.open_payments([new], clock.now())])
        return purchase_id

    def ask(self) -> None:
        tasks.ask_providers()

    def pay(self, payment: payments.PaymentView, action: str = "pay") -> None:
        """A customer on the bank's page, through HTTP."""
        answer = httpx.post(payment.pay_url, data={"action": action})
        assert answer.status_code == 303

    def hear(self, *, after_s: int = 1) -> None:
        """The bank does and tells what is due, the market reads it."""
        for moment in (after_s, after_s + 1):
            self.bank.store.told(clock.now() + timedelta(seconds=moment))
            self.bank.work()
        tasks.read_notices()

    def of(self, purchase_id: UUID) -> payments.PaymentView:
        found = payments.of_purchase(purchase_id)
        assert found is not None
        return found


@contextmanager
def town(settings: Any, *, storm: Storm = CALM, seed: int = 7) -> Iterator[Town]:
    """Both companies open for business. Needs `fresh_market_db`."""
    bed = testbed.open_testbed()
    name = bed.clone()
    store = Store(
        bed.owner_url(name), TABLES, name="Bank", secret=SECRET, storm=storm, seed=seed, post=http_post()
    )
    bank = Bank(store)
    try:
        with served(market()) as market_url, served(application(bank)) as bank_url:
            bank.public_url = bank_url
            settings.BANK_URL, settings.BASE_URL, settings.BANK_SECRET = bank_url, market_url, SECRET
            store.told(clock.now())
            yield Town(bank, bank_url, market_url)
    finally:
        store.close()
        bed.drop(name)
