"""Past capacity: whoever comes is told so at once, instead of everybody waiting ever longer."""

import threading
import time
from collections.abc import Callable
from random import randint

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pasar.kernel.errors import Unavailable
from pasar.runtime.middleware import render_refusal

STANDING_S = 0.3
"""How long every thread may be at work before it is taken that others stand in line behind them."""
LONGEST_WAIT_S = 1.0
"""What may be waited in line before a request is worked on."""
NEWEST = 0.1
"""The weight of the last request in the average."""
COME_BACK_S = (2, 5)
"""Spread, so that those turned away together do not come back together."""


class Gate:
    """Turns requests away while all threads of the process have been busy for longer than a moment, and the last of a
    full line would wait too long behind them.

    A burst is waited for; a line that stands is not: it would be there for all who come after, too. What is turned away
    takes next to nothing, so a line is gone in no time, and the gate is open again with the first free thread. How long
    the line is, only the server in front knows; it lets in `line` requests at most.
    """

    def __init__(
        self,
        get_response: Callable[[HttpRequest], HttpResponse],
        *,
        most: int | None = None,
        line: int | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._get_response, self._now = get_response, now
        self._most = settings.WEB_THREADS if most is None else most
        self._line = settings.WEB_LINE if line is None else line
        self._lock = threading.Lock()
        self._takes_s = 0.0
        self._inside = 0
        self._full_since: float | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = self._now()
        turned_away = self._enter(began)
        try:
            if turned_away:
                return render_refusal(request, Unavailable(retry_after_s=randint(*COME_BACK_S)))
            return self._get_response(request)
        finally:
            took = self._now() - began
            with self._lock:
                self._inside -= 1
                if not turned_away:
                    self._takes_s += NEWEST * (took - self._takes_s)

    def _enter(self, now: float) -> bool:
        with self._lock:
            self._inside += 1
            if self._inside < self._most:
                self._full_since = None
            elif self._full_since is None:
                self._full_since = now
            standing = self._full_since is not None and now - self._full_since > STANDING_S
            return standing and self._takes_s * self._line / self._most > LONGEST_WAIT_S
