"""Threads that begin at the same instant, each with a database connection of its own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def together(*deeds: Callable[[], Any], patience_s: float = 60) -> list[Any]:
    """What each deed gave, in order; an exception it raised stands in its place."""
    barrier = Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def run(number: int, deed: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(30)
            results[number] = deed()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=each, daemon=True) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience_s)
    assert not any(thread.is_alive() for thread in threads), "a deadlock"
    return results


def of_kind(results: Sequence[Any], kind: type) -> list[Any]:
    return [each for each in results if isinstance(each, kind)]
