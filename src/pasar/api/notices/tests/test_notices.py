"""What comes from outside is taken only with its sender's signature, and only once; the answer tells nothing."""

import orjson
import pytest
from django.conf import settings

from pasar.finance.payments.models import Notice
from pasar.kernel import clock
from pasar.market.fulfilment.models import CarrierNotice
from pasar.simulate.outside.signing import headers

SCAN = {
    "event_id": "s1",
    "tracking_number": "PX1",
    "code": "TRN",
    "text": "",
    "place": "",
    "at": "2026-11-25T03:00:00+00:00",
}
PAID = {"event_id": "p1", "kind": "charge.paid", "reference": "ID1"}


def tell(client, path, body, signed):
    return client.post(
        path,
        data=body,
        content_type="application/json",
        headers=signed,
    )


@pytest.mark.parametrize(
    ("path", "name", "secret", "content", "kept"),
    [
        ("/notices/payments/demo_bank/", "Bank", "BANK_SECRET", PAID, Notice),
        ("/notices/carriers/pasar_express/", "Carrier", "CARRIER_SECRET", SCAN, CarrierNotice),
    ],
)
def test_a_signed_notice_is_kept_as_its_bytes_once(client, db, path, name, secret, content, kept):
    body = orjson.dumps(content)
    signed = headers(name, getattr(settings, secret), body, clock.now())
    assert [tell(client, path, body, signed).status_code for _ in range(3)] == [200, 200, 200]
    assert bytes(kept.objects.get().raw) == body


@pytest.mark.parametrize("path", ["/notices/payments/demo_bank/", "/notices/carriers/pasar_express/"])
@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"[" * 1000, orjson.dumps(PAID)])
def test_an_unsigned_one_is_refused_and_nothing_is_kept(client, db, path, body):
    answer = client.post(path, data=body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "notice_refused")
    assert not Notice.objects.exists()
    assert not CarrierNotice.objects.exists()


@pytest.mark.parametrize("path", ["/notices/payments/demo_bank/", "/notices/carriers/pasar_express/"])
def test_a_form_is_no_notice(client, db, path):
    answer = client.post(path, {"event_id": "p1", "kind": "charge.paid"})
    assert (answer.status_code, answer.json()["code"]) == (400, "notice_refused")
    assert not Notice.objects.exists()


def test_a_notice_larger_than_any_is_refused_before_it_is_read(client, db):
    body = b"x" * 70_000
    signed = headers("Bank", settings.BANK_SECRET, body, clock.now())
    assert tell(client, "/notices/payments/demo_bank/", body, signed).status_code == 400


def test_a_browser_finds_nothing_here(client, db):
    assert client.get("/notices/payments/demo_bank/").status_code == 405
