"""Live updates over real HTTP: a page is told when what it shows has changed, and only then."""

import os
import socket
import subprocess
import sys
import time
import uuid

import httpx
import pytest
from django.core import signing
from django.db import transaction

from pasar.kernel import events
from pasar.market.orders.events import PurchasePaid
from pasar.runtime import live


def test_it_listens_where_events_are_announced():
    assert live.CHANNEL == events.CHANNEL


@pytest.fixture
def address(fresh_market_db):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "pasar.runtime.live:application", "--interface", "asgi"]
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port), "--no-ws"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 20
    while True:
        try:
            assert httpx.get(f"{url}/healthz").status_code == 200
            break
        except httpx.TransportError:
            assert time.monotonic() < end
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


def paid(purchase_id):
    with transaction.atomic():
        events.append(
            [
                PurchasePaid(
                    country="id", purchase_id=purchase_id, customer_id=1, payment_method="qr_transfer",
                    total_minor=100, currency="IDR",
                )
            ]
        )  # fmt: skip


def test_a_page_is_told_of_its_own_purchase_alone(address):
    mine, other = uuid.uuid4(), uuid.uuid4()
    token = signing.dumps([f"purchase.paid {mine}"], salt="live")
    with httpx.stream("GET", address, params={"token": token}, timeout=10) as answer:
        lines = answer.iter_lines()
        assert next(lines) == "retry: 3000"
        # The stream is open, but the process may still be on its way to the database.
        time.sleep(1)
        paid(other)
        paid(mine)
        told = [line for line in (next(lines), next(lines), next(lines)) if line]
    assert told == ["event: changed", "data: 1"]


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", signing.dumps(["purchase.paid 1"], salt="other")],
    ids=["none", "nonsense", "of another purpose"],
)
def test_a_token_that_is_not_ours_is_refused(address, token):
    assert httpx.get(address, params={"token": token}).status_code == 403
