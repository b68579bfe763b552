"""Clients on loopback: a bounded number of connections that each ask, wait for the answer, and ask again."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Request = tuple[str, str, bytes | None, dict[str, str]]
"""Method, path, body, headers."""


@dataclass
class Outcome:
    """What a run of load gave. latencies: seconds, of the answers that count."""

    seconds: float = 0.0
    good: int = 0
    bad: dict[str, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.good / self.seconds if self.seconds else 0.0

    def percentile_ms(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1_000, 1) if ordered else 0.0


def run(
    host: str,
    port: int,
    requests: Iterator[Request],
    *,
    clients: int,
    seconds: float,
    warm_up_s: float,
    good: Callable[[int, str, bytes], bool],
) -> Outcome:
    """Send `requests` for `seconds` after a warm-up that does not count, or until there are no more.

    good: whether an answer (status, location, body) is what was asked for.
    """
    outcome, lock = Outcome(), threading.Lock()
    begin = time.monotonic() + warm_up_s
    end = begin + seconds
    last = [begin]

    def client() -> None:
        connection = http.client.HTTPConnection(host, port, timeout=30)
        while (sent := time.monotonic()) < end:
            with lock:
                request = next(requests, None)
            if request is None:
                break
            method, path, body, headers = request
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                content = answer.read()
                fine = good(answer.status, answer.headers.get("Location", ""), content)
                what = str(answer.status)
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                fine, what = False, type(error).__name__
            now = time.monotonic()
            if sent < begin:
                continue
            with lock:
                last[0] = max(last[0], now)
                if fine:
                    outcome.good += 1
                    outcome.latencies.append(now - sent)
                else:
                    outcome.bad[what] = outcome.bad.get(what, 0) + 1
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.seconds = last[0] - begin
    return outcome
