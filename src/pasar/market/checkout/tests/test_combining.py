"""What the placing process promises, over a real socket and with a placing that the test sees through."""

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest

from pasar.kernel.errors import Unavailable
from pasar.market.checkout import combining
from pasar.market.checkout.combining import Placer
from pasar.market.checkout.requests import Outcome, Placed, PlaceRequest, Refused
from pasar.market.checkout.rules import Wanted


def request(number: int) -> PlaceRequest:
    return PlaceRequest(
        country="id", customer_id=number, key=f"key-{number}", lines=(Wanted(1, 1),), address_id=1, method="wallet",
        delivery={1: ("jne", "regular")}, seen_total_minor=1,
    )  # fmt: skip


def placed(asked: PlaceRequest) -> Placed:
    return Placed(UUID(int=asked.customer_id), f"PID-{asked.customer_id}", None, "paid", 1, "IDR")


class Slow:
    """A placing that shows its batches, and does not go on before it is let."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.go = threading.Event()
        self.begun = threading.Event()

    def __call__(self, requests: Sequence[PlaceRequest]) -> list[Outcome]:
        self.batches.append([each.customer_id for each in requests])
        self.begun.set()
        assert self.go.wait(10)
        return [placed(each) for each in requests]


@pytest.fixture
def path(settings: Any) -> Iterator[Path]:
    # Short: a socket's path has 107 bytes, and pytest's own folders may take more.
    with TemporaryDirectory() as folder:
        settings.PLACER = str(Path(folder) / "placer.sock")
        yield Path(settings.PLACER)


def running(placer: Placer) -> threading.Thread:
    thread = threading.Thread(target=placer.run, daemon=True)
    thread.start()
    return thread


def asking(*requests: PlaceRequest) -> tuple[list[threading.Thread], dict[int, Any]]:
    answers: dict[int, Any] = {}

    def ask(each: PlaceRequest) -> None:
        try:
            answers[each.customer_id] = combining.place(each)
        except Unavailable as error:
            answers[each.customer_id] = error

    threads = [threading.Thread(target=ask, args=(each,), daemon=True) for each in requests]
    for thread in threads:
        thread.start()
    return threads, answers


def ended(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.join(15)
    assert not any(thread.is_alive() for thread in threads)


def test_one_that_comes_alone_is_placed_at_once(path: Path) -> None:
    slow = Slow()
    slow.go.set()
    placer = Placer(path, place=slow)
    thread = running(placer)
    began = time.monotonic()
    assert combining.place(request(7)) == placed(request(7))
    assert time.monotonic() - began < 1
    assert slow.batches == [[7]]
    placer.stop()
    ended([thread])


def test_what_comes_while_a_batch_is_placed_is_the_next_one_of_at_most_its_size(path: Path) -> None:
    slow = Slow()
    placer = Placer(path, place=slow, largest=8)
    thread = running(placer)
    first, answers = asking(request(1))
    assert slow.begun.wait(10)
    rest, others = asking(*(request(number) for number in range(2, 13)))
    time.sleep(0.3)
    slow.go.set()
    ended([*first, *rest])
    assert [len(batch) for batch in slow.batches] == [1, 8, 3]
    assert answers | others == {number: placed(request(number)) for number in range(1, 13)}
    placer.stop()
    ended([thread])


def test_everybody_gets_their_own_answer(path: Path) -> None:
    def every_other(requests: Sequence[PlaceRequest]) -> list[Outcome]:
        return [Refused("funds") if each.customer_id % 2 else placed(each) for each in requests]

    placer = Placer(path, place=every_other)
    thread = running(placer)
    threads, answers = asking(*(request(number) for number in range(20)))
    ended(threads)
    assert {number for number, answer in answers.items() if isinstance(answer, Refused)} == set(
        range(1, 20, 2)
    )
    assert answers[4] == placed(request(4))
    placer.stop()
    ended([thread])


def test_without_a_placing_process_the_customer_is_asked_to_come_back(path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Unavailable) as refusal:
        combining.place(request(1))
    assert refusal.value.data == {"retry_after_s": combining.RETRY_AFTER_S}
    assert time.monotonic() - began < 3


def test_one_that_comes_back_in_time_is_asked_again(path: Path) -> None:
    threads, answers = asking(request(1))
    time.sleep(0.3)
    slow = Slow()
    slow.go.set()
    placer = Placer(path, place=slow)
    thread = running(placer)
    ended(threads)
    assert answers == {1: placed(request(1))}
    placer.stop()
    ended([thread])


def test_a_new_placing_process_takes_the_place_of_one_that_is_gone(path: Path) -> None:
    slow = Slow()
    slow.go.set()
    for _ in range(3):
        placer = Placer(path, place=slow)
        thread = running(placer)
        assert combining.place(request(1)) == placed(request(1))
        placer.stop()
        ended([thread])
    assert slow.batches == [[1], [1], [1]]


def test_a_database_that_is_gone_is_said_so(path: Path) -> None:
    def none(requests: Sequence[PlaceRequest]) -> list[Outcome]:
        raise Unavailable(retry_after_s=2)

    placer = Placer(path, place=none)
    thread = running(placer)
    with pytest.raises(Unavailable):
        combining.place(request(1))
    placer.stop()
    ended([thread])


def test_what_was_asked_before_the_end_is_answered(path: Path) -> None:
    slow = Slow()
    placer = Placer(path, place=slow, largest=2)
    thread = running(placer)
    first, answers = asking(request(1))
    assert slow.begun.wait(10)
    rest, others = asking(*(request(number) for number in range(2, 8)))
    time.sleep(0.3)
    placer.stop()
    slow.go.set()
    ended([*first, *rest, thread])
    assert answers | others == {number: placed(request(number)) for number in range(1, 8)}
    assert not path.exists()


def test_the_socket_is_open_to_its_user_alone(path: Path) -> None:
    placer = Placer(path, place=Slow())
    assert path.stat().st_mode & 0o077 == 0
    placer.stop()
    placer.run()


def test_junk_on_the_socket_harms_nobody_else(path: Path) -> None:
    import socket

    slow = Slow()
    slow.go.set()
    placer = Placer(path, place=slow)
    thread = running(placer)
    junk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    junk.connect(str(path))
    junk.sendall(b"\xff" * 64)
    half = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    half.connect(str(path))
    half.sendall(b"\0\0")
    assert combining.place(request(3)) == placed(request(3))
    placer.stop()
    ended([thread])
