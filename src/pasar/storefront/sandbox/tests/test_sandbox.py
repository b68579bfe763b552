from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, reverse

from pasar.kernel import clock
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.messages import operations as letters
from pasar.storefront.tests.making import Visitor, join, visitor


def make_operator() -> None:
    join("op@mail.example", address=False)
    person = people.person_at("op@mail.example")
    identity.make_staff(person_id=person.pk, country="id", role="operator", actor="system")


@pytest.fixture
def clock_kept():
    offset = clock._offset
    yield
    clock._offset = offset


def test_the_mailbox_shows_what_was_sent_and_whom_to(siti):
    person = people.person_at("siti@mail.example")
    letters.send_to(
        country="id", language="en", address=person.email, template="code_known", context={}, ref="1",
        path="account/sign-in/",
    )  # fmt: skip
    page = Visitor().get("sandbox/mailbox/?to=siti@mail.example")
    assert [each.address for each in page.context["letters"]] == ["siti@mail.example"]
    assert 'href="/id/en/account/sign-in/"' in page.content.decode()
    assert list(Visitor().get("sandbox/mailbox/?to=other@mail.example").context["letters"]) == []


def test_only_an_operator_winds_the_clock(siti, clock_kept):
    before = clock.now()
    assert Visitor().get("sandbox/clock/").status_code == 302
    assert visitor("siti@mail.example").post("sandbox/clock/", {"by": "day"}).status_code == 403
    assert clock.now() - before < timedelta(hours=1)


def test_the_clock_goes_forward_only_by_what_is_offered(country, clock_kept):
    make_operator()
    who, before = visitor("op@mail.example"), clock.now()
    assert who.get("sandbox/clock/").status_code == 200
    for by in ("", "-1", "year"):
        assert who.post("sandbox/clock/", {"by": by}).status_code == 422
    assert who.post("sandbox/clock/", {"by": "day"}).status_code == 302
    assert clock.now() - before >= timedelta(days=1)


def test_outside_a_sandbox_neither_is_there():
    with pytest.raises(NoReverseMatch):
        reverse("mailbox", urlconf="pasar.storefront.urls")
