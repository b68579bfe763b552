import threading

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from pasar.countries import get
from pasar.runtime.overload import STANDING_S, Gate


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def asked(method: str = "get", path: str = "/search/", data=None):
    request = getattr(RequestFactory(), method)(path, data or {})
    request.country, request.language = get("id"), "en"
    return request


class Full:
    """A gate of two threads, one of which is at work until it is let go."""

    def __init__(self, clock, takes_s: float = 0.0) -> None:
        self.go, self.inside = threading.Event(), threading.Event()
        self.clock, self.takes_s = clock, takes_s
        self.gate = Gate(self.answer, most=2, line=20, now=clock)
        self.thread = threading.Thread(target=self.gate, args=(asked(path="/slow/"),), daemon=True)
        self.thread.start()
        assert self.inside.wait(5)

    def answer(self, request) -> HttpResponse:
        if request.path == "/slow/":
            self.inside.set()
            assert self.go.wait(5)
        self.clock.now += self.takes_s
        return HttpResponse("served")

    def empty(self) -> None:
        self.go.set()
        self.thread.join(5)


def slow(clock) -> Full:
    """A full gate whose requests have taken half a second each: the last of a line of twenty would wait for five."""
    full = Full(clock, takes_s=0.5)
    full.gate(asked())
    for _ in range(10):
        full.takes_s = 0.5
        full.gate._full_since = None
        full.gate(asked())
    full.takes_s = 0.0
    full.gate._full_since = None
    full.gate(asked())
    return full


def test_a_burst_is_served_and_a_line_that_stands_is_turned_away_at_once(clock):
    full = slow(clock)
    clock.now += STANDING_S / 2
    assert full.gate(asked()).content == b"served"
    clock.now += STANDING_S
    turned = full.gate(asked())
    assert turned.status_code == 503
    assert 2 <= int(turned.headers["Retry-After"]) <= 5
    assert int(turned.headers["Content-Length"]) == len(turned.content)
    full.empty()


def test_a_line_that_moves_quickly_is_nobodys_trouble(clock):
    full = Full(clock)
    for _ in range(20):
        clock.now += STANDING_S
        assert full.gate(asked()).content == b"served"
    full.empty()


def test_with_the_first_free_thread_it_is_open_again(clock):
    full = slow(clock)
    clock.now += 10 * STANDING_S
    assert full.gate(asked()).status_code == 503
    full.empty()
    assert full.gate(asked()).content == b"served"
    clock.now += 10 * STANDING_S
    assert full.gate(asked()).content == b"served"


def test_a_page_turned_away_asks_again_by_itself_without_scripts(clock):
    full = slow(clock)
    clock.now += 2 * STANDING_S
    page = full.gate(asked(path="/search/?q=lamp")).content.decode()
    assert '<meta http-equiv="refresh" content="' in page
    assert 'href="/search/?q=lamp"' in page
    full.empty()


def test_a_purchase_turned_away_is_kept_and_sent_again_under_its_own_key(clock):
    full = slow(clock)
    clock.now += 2 * STANDING_S
    sent = {"key": "k" * 32, "total": "100", "note": '"><script>', "csrfmiddlewaretoken": "t" * 32}
    turned = full.gate(asked("post", "/checkout/place/", sent))
    page = turned.content.decode()
    assert turned.status_code == 503
    assert f'name="key" value="{"k" * 32}"' in page
    assert "<script>" not in page.replace('<script src="', "")
    assert 'action="/checkout/place/"' in page
    assert f"/checkout/?key={'k' * 32}" in page
    full.empty()


def test_what_has_no_key_of_its_own_is_never_sent_again_by_itself(clock):
    full = slow(clock)
    clock.now += 2 * STANDING_S
    page = full.gate(asked("post", "/account/sign-in/", {"password": "secret-word"})).content.decode()
    assert "secret-word" not in page
    full.empty()
