"""Messages are rows first, told once, sent outside of transactions, again after failures."""

import smtplib
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import orjson
import pytest
from django.core import mail

from pasar.kernel import clock, events
from pasar.market.identity import operations as identity
from pasar.market.messages import operations, queries, rules, tasks
from pasar.market.messages.channels import all_channels, choose
from pasar.market.messages.models import Message

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing_clock():
    with clock.frozen(AT):
        yield


def make_person(email="sari@example.com", phone=None, language="id"):
    return identity.sign_up(country="id", language=language, name="Sari", email=email, phone=phone)


def tell(person_ids, ref="1", code="123", **more):
    operations.send(
        country="id", person_ids=person_ids, template="code_sign_in", context={"code": code}, ref=ref, **more
    )


def test_channels_are_these():
    assert list(all_channels()) == ["chat", "email", "sms"]


def test_the_same_news_is_told_once_a_person_and_channel():
    person_id = make_person()
    tell([person_id])
    tell([person_id])
    tell([person_id], ref="2")
    rows = Message.objects.order_by("id").values_list("channel", "ref", "state")
    assert sorted(rows) == [
        ("email", "1", "kept"), ("email", "2", "kept"), ("inbox", "1", "kept"), ("inbox", "2", "kept"),
    ]  # fmt: skip


def test_many_are_told_in_three_statements(django_assert_max_num_queries):
    people = [make_person(f"sari{n}@example.com") for n in range(40)]
    with django_assert_max_num_queries(4):
        tell(people)
    assert Message.objects.count() == 80


def test_email_comes_before_chat_and_chat_before_sms(settings):
    assert choose("a@example.com", "+6281") == [("email", "a@example.com")]
    assert choose("", "+6281") == [("sms", "+6281")]
    settings.CHAT_URL = "http://127.0.0.1:9/"
    assert choose("", "+6281") == [("chat", "+6281")]
    assert choose("", "") == []


def test_the_inbox_belongs_to_one_person_and_one_venture():
    sari, budi = make_person(), make_person("budi@example.com")
    tell([sari])
    assert queries.unread(sari, "id") == 1
    assert queries.inbox(budi, "id") == queries.inbox(sari, "th") == []
    message = queries.inbox(sari, "id")[0]
    assert operations.mark_read(person_id=budi, country="id", message_ids=[message.id]) == 0
    assert operations.mark_read(person_id=sari, country="id") == 1
    assert queries.unread(sari, "id") == 0
    assert queries.inbox(sari, "id", after=message.id) == []


def test_a_code_stands_in_no_row_but_in_the_mailbox_while_it_is_good():
    identity.send_code(country="id", language="en", target="sari@example.com", purpose="sign_up")
    _drain()
    shown = queries.mailbox("id", address="Sari@example.com ")
    code = shown[0].subject[-6:]
    assert code.isdigit()
    assert code in shown[0].body
    assert not Message.objects.filter(body__contains=code).exists()
    with clock.frozen(AT + timedelta(minutes=11)):
        assert queries.mailbox("id")[0].subject.endswith("––––––")
    identity.use_code(target="sari@example.com", purpose="sign_up", code=code)


def test_who_has_no_account_gets_no_sign_in_code_and_who_has_one_no_second():
    make_person()
    for target, purpose in (("who@example.com", "sign_in"), ("sari@example.com", "sign_up")):
        identity.send_code(country="id", language="en", target=target, purpose=purpose)
    _drain()
    assert [(each.address, each.template) for each in queries.mailbox("id")] == [
        ("sari@example.com", "code_known")
    ]


def test_what_a_deleted_person_was_told_is_gone():
    person_id = make_person()
    tell([person_id])
    identity.delete_account(person_id=person_id)
    _drain()
    assert not Message.objects.exists()


def test_names_bring_neither_line_breaks_nor_links_into_a_mail(settings):
    settings.EMAIL_HOST = "mail.example.com"
    settings.DEFAULT_FROM_EMAIL = "Pasar <hello@pasar.example>"
    tell([make_person()], code="1\r\nBcc: all@example.com\u2028X: y https://evil.example/ www.evil.example")
    assert operations.sweep() == 1
    sent = mail.outbox[0].message()
    assert sent["Bcc"] is None
    assert sent["X"] is None
    assert set(sent.keys()) == {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
        "Auto-Submitted", "Content-Language",
    }  # fmt: skip
    assert "://evil" not in mail.outbox[0].body
    assert "www." not in mail.outbox[0].body


def test_a_mail_server_that_is_down_is_tried_again_later_and_later_and_given_up(settings, monkeypatch):
    settings.EMAIL_HOST = "mail.example.com"
    tell([make_person()], path="account/messages/")
    calls = []

    def down(*_args, **_kwargs):
        calls.append(clock.now())
        raise smtplib.SMTPServerDisconnected("gone\nfor now")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    at = AT
    for _ in range(40):
        with clock.frozen(at):
            operations.sweep()
        at += timedelta(hours=1)
    assert len(calls) == rules.MOST_TRIES
    row = Message.objects.get(channel="email")
    assert (row.state, row.next_try_at) == ("failed", None)
    assert calls == sorted(calls)


def test_a_message_is_sent_once_and_not_again(settings):
    settings.EMAIL_HOST = "mail.example.com"
    tell([make_person(language="en")], path="account/messages/")
    assert (operations.sweep(), operations.sweep()) == (1, 0)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].body.endswith("/id/en/account/messages/\n")
    assert Message.objects.get(channel="email").state == "sent"


@pytest.mark.parametrize(
    ("status", "state"), [(202, "sent"), (503, "waiting"), (429, "waiting"), (422, "failed")]
)
def test_a_gateway_gets_a_signed_post_and_its_answer_decides(settings, status, state):
    seen = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self):
            seen.append((dict(self.headers), self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.handle_request, daemon=True).start()
    settings.SMS_URL, settings.SMS_SECRET = f"http://127.0.0.1:{server.server_port}/", "s3cret"
    tell([make_person(email=None, phone="+6281234567890")])
    operations.sweep()
    server.server_close()
    row = Message.objects.get(channel="sms")
    assert row.state == state
    headers, body = seen[0]
    assert orjson.loads(body)["to"] == "+6281234567890"
    lower = {key.lower(): value for key, value in headers.items()}
    assert lower["webhook-id"] == str(row.id)
    assert lower["webhook-signature"].startswith("v1,")


def test_waiting_times_double_up_to_six_hours():
    waits = [rules.wait(n) for n in range(1, 15)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert waits[-1] == timedelta(hours=6)


def _drain():
    """What the consumer would get, in order; the transaction of the test is not committed, so it is handed over."""
    from pasar.kernel.models import Event

    found = Event.objects.filter(topic__in=tasks.CONSUMERS[0].topics).order_by("id")
    tasks.CONSUMERS[0].handle(
        [events.Recorded(e.id, e.country, e.topic, e.key, e.payload, e.at, 0) for e in found]
    )
