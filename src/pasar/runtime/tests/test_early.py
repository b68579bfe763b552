"""What is said before the application is asked."""

import time
from datetime import timedelta

import pytest

from pasar.kernel import clock
from pasar.market.campaigns import board
from pasar.market.campaigns.board import Running
from pasar.runtime.early import SoldOutFirst

AT = "/sg/en/flash/7/join/"


@pytest.fixture
def asked():
    return []


@pytest.fixture
def first(asked):
    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b"asked"]

    board.forget()
    yield SoldOutFirst(application, [("Content-Type", "text/html; charset=utf-8")])
    board.forget()


def keep(monkeypatch, *, sold=1, waiting=10, old_s=0.0):
    now = clock.now()
    item = Running(
        id=7, slot_id=3, quota=1, sold=sold, offered=0, waiting=waiting, starts_at=now,
        ends_at=now + timedelta(hours=1), places=(),
    )  # fmt: skip
    monkeypatch.setattr(board, "_items", {7: item})
    monkeypatch.setattr(board, "_read_at", (time.monotonic() - old_s, now))
    monkeypatch.setattr(board, "_told_at", 0.0)


def answer(first, path=AT, method="POST"):
    heads = []
    body = b"".join(
        first(
            {"REQUEST_METHOD": method, "PATH_INFO": path},
            lambda status, headers: heads.append((status, dict(headers))),
        )
    )
    return *heads[0], body.decode()


def test_who_taps_when_all_is_gone_and_the_line_is_full_is_told_without_the_application(
    first, asked, monkeypatch
):
    keep(monkeypatch)
    status, headers, page = answer(first)
    assert status == "409 Conflict"
    assert "All pieces are gone" in page
    assert headers["Content-Language"] == "en"
    assert headers["Content-Length"] == str(len(page.encode()))
    assert asked == []


@pytest.mark.parametrize("change", [{"sold": 0}, {"waiting": 9}, {"old_s": 5.0}])
def test_who_may_have_a_chance_is_answered_by_the_application(first, asked, monkeypatch, change):
    keep(monkeypatch, **change)
    assert answer(first) == ("200 OK", {}, "asked")
    assert asked == [AT]


@pytest.mark.parametrize(
    "path",
    ["/sg/en/flash/8/join/", "/xx/en/flash/7/join/", "/sg/th/flash/7/join/", "/sg/en/flash/7/leave/", "/"],
)
def test_other_addresses_are_the_applications(first, asked, monkeypatch, path):
    keep(monkeypatch)
    assert answer(first, path)[2] == "asked"
    assert answer(first, AT, "GET")[2] == "asked"


def test_once_a_moment_somebody_asks_for_all_who_come_after(first, asked, monkeypatch):
    keep(monkeypatch, old_s=1.5)
    assert [answer(first)[2] == "asked" for _ in range(20)] == [True, *[False] * 19]
