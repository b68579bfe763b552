"""What is made once for all who ask within a moment, and calls worked on together."""

import threading
import time

import pytest

from pasar.kernel.gathering import Gathered
from pasar.kernel.moment import Moment


def test_it_is_made_once_a_moment_and_anew_after_it():
    now, made = [0.0], []
    kept = Moment(fresh_s=1, stale_s=3, most=10, now=lambda: now[0])

    def make():
        made.append(now[0])
        return len(made)

    assert [kept.get("a", make) for _ in range(3)] == [1, 1, 1]
    assert kept.get("b", make) == 2
    now[0] = 1.0
    assert kept.get("a", make) == 3
    kept.forget()
    assert kept.get("a", make) == 4


def test_while_one_makes_it_the_others_have_what_there_was():
    now, begun, go = [0.0], threading.Event(), threading.Event()
    kept = Moment(fresh_s=1, stale_s=3, most=10, now=lambda: now[0])
    kept.get("a", lambda: "old")
    now[0] = 1.5

    def slow():
        begun.set()
        go.wait(10)
        return "new"

    thread = threading.Thread(target=lambda: kept.get("a", slow))
    thread.start()
    begun.wait(10)
    assert kept.get("a", lambda: pytest.fail("made twice")) == "old"
    go.set()
    thread.join()
    assert kept.get("a", lambda: pytest.fail("made twice")) == "new"


def test_what_cannot_be_made_is_tried_again():
    kept = Moment(fresh_s=1, stale_s=3, most=10)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 7) == 7


def test_calls_of_one_moment_are_worked_on_together_each_with_its_own_result():
    batches = []

    def work(asked):
        batches.append(list(asked))
        time.sleep(0.02)
        return [each * 10 for each in asked]

    together, results = Gathered(work, largest=8), {}
    threads = [threading.Thread(target=lambda n=n: results.update({n: together(n)})) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert results == {n: n * 10 for n in range(40)}
    assert sorted(each for batch in batches for each in batch) == list(range(40))
    assert max(map(len, batches)) <= 8
    assert len(batches) < 40


def test_what_a_batch_raises_reaches_all_of_it_and_the_next_is_worked_on():
    def work(asked):
        if "bad" in asked:
            raise ValueError("bad")
        return list(asked)

    together = Gathered(work, largest=8)
    with pytest.raises(ValueError, match="bad"):
        together("bad")
    assert together("good") == "good"
