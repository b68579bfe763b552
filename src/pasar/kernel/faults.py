"""Named points on a purchase's way at which a test lets the process die, or fail.

    faults.reach("before_commit")        in the path: nothing, unless this point is armed

A point is armed by `arm`, or for a process by the name in its environment (`PASAR_FAULT`), which the placing process
of a sandbox looks at when it starts. No request, setting or page can arm one.
"""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

POINTS = (
    "before_lock",
    "after_decision",
    "before_commit",
    "after_commit",
    "after_commit_before_answer",
    "after_notice_before_answer",
    "before_payment_commit",
    "before_expiry_commit",
)
"""All there are. tests/failures/test_faults.py has a story for each."""

_armed: dict[str, Callable[[], None]] = {}


def reach(point: str) -> None:
    """The work has come to this point; what is armed there happens."""
    if _armed and point in _armed:
        _armed[point]()


def die() -> None:
    """End this process as `kill -9` does: nothing is finished, nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def arm(point: str, what: Callable[[], None] = die) -> Iterator[None]:
    """Let something happen whenever this process reaches a point, for as long as the context lasts."""
    assert point in POINTS, point
    _armed[point] = what
    try:
        yield
    finally:
        del _armed[point]


def arm_from(environment: Mapping[str, str]) -> None:
    """Let this process die at the point that its environment names, if it names one."""
    if point := environment.get("PASAR_FAULT"):
        assert point in POINTS, point
        _armed[point] = die
