"""pgbench's own script, TPC-B, on the market's server: what a figure of ours stands beside."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.market import cluster


@contextmanager
def ready(scale: int) -> Iterator[Callable[[int, float], float]]:
    """pgbench's tables in a database of their own; called with clients and seconds it gives transactions a second."""
    server = cluster()
    server.create_database("tpcb", owner="pasar_outside")
    url, program = server.url("tpcb", "pasar_outside"), str(server.program("pgbench"))
    subprocess.run([program, "-i", "-q", "-s", str(scale), url], check=True, capture_output=True)

    def measure(clients: int, seconds: float) -> float:
        command = [
            program,
            "-n",
            "-M",
            "prepared",
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(int(seconds)),
            url,
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        assert found, done.stdout
        return float(found[1])

    try:
        yield measure
    finally:
        server.drop_database("tpcb")
