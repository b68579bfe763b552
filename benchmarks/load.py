"""Clients on loopback: a bounded number of connections that each ask, wait for the answer, and ask again."""

import http.client
import selectors
import socket
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


def as_bytes(request: Request) -> bytes:
    """The whole request as a browser's connection would carry it."""
    method, path, body, headers = request
    body = body or b""
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    if method == "POST":
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def press(
    host: str,
    port: int,
    requests: Iterator[bytes],
    *,
    clients: int,
    seconds: float,
    good: Callable[[bytes], bool],
) -> Outcome:
    """As `run`, in one thread that only moves bytes: for rates at which a client in Python would take the server's
    cores. good: by the answer's head.
    """
    outcome, selector = Outcome(), selectors.DefaultSelector()
    begin = time.monotonic()
    end, last, under_way = begin + seconds, begin, 0

    def ask(line: socket.socket) -> bool:
        request = next(requests, None) if time.monotonic() < end else None
        if request is None:
            selector.unregister(line)
            line.close()
            return False
        line.sendall(request)
        selector.modify(line, selectors.EVENT_READ, [time.monotonic(), bytearray()])
        return True

    for _ in range(clients):
        line = socket.create_connection((host, port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(line, selectors.EVENT_READ, None)
        under_way += ask(line)
    while under_way:
        for key, _events in selector.select(30):
            line, (sent, got) = key.fileobj, key.data
            assert isinstance(line, socket.socket)
            part = line.recv(1 << 17)
            got += part
            head, gap, body = got.partition(b"\r\n\r\n")
            if part and (not gap or len(body) < _length(head)):
                continue
            last = time.monotonic()
            if gap and good(bytes(head)):
                outcome.good += 1
                outcome.latencies.append(last - sent)
            else:
                what = bytes(head[9:12]).decode() or "lost"
                outcome.bad[what] = outcome.bad.get(what, 0) + 1
            if not part or b"connection: close" in head.lower():
                selector.unregister(line)
                line.close()
                line = socket.create_connection((host, port))
                selector.register(line, selectors.EVENT_READ, None)
            under_way -= 1
            under_way += ask(line)
    outcome.seconds = last - begin
    return outcome


def _length(head: bytes | bytearray) -> int:
    lower = head.lower()
    at = lower.find(b"content-length:")
    return int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
