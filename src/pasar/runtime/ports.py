"""Free ports on this machine."""

import socket

DEFAULT = 8000


class PortTaken(Exception):
    """The port asked for is another's."""


def free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def next_free(host: str, start: int, taken: frozenset[int] = frozenset()) -> int:
    """The first free port from `start` on."""
    for port in range(start, min(start + 2000, 65_536)):
        if port not in taken and free(host, port):
            return port
    raise PortTaken(f"no free port from {start} on")
