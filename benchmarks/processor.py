"""Processor time that the market's processes have used, from /proc: the client's own is not among it."""

import os
from dataclasses import dataclass
from pathlib import Path

TICK_MS = 1_000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Used:
    """Milliseconds by the name of the process: the supervisor's names, and PostgreSQL's by who is served."""

    by_name: dict[str, float]

    def since(self, before: "Used") -> dict[str, float]:
        return {name: used - before.by_name.get(name, 0.0) for name, used in self.by_name.items()}


def used(pids: dict[str, int], postmaster: int, served: dict[int, str]) -> Used:
    """pids: the supervisor's processes. served: application names by PostgreSQL's process ids."""
    parents = _parents()
    names = {pid: name for name, pid in pids.items()} | {postmaster: "postgres"}
    found: dict[str, float] = {}
    for pid in parents:
        name = next((names[each] for each in _line(pid, parents) if each in names), None)
        if name == "postgres" and pid in served:
            name = f"postgres for {served[pid].removeprefix('pasar-') or 'others'}"
        if name:
            found[name] = found.get(name, 0.0) + _ticks(pid) * TICK_MS
    return Used(found)


def parent(pid: int) -> int:
    return _parents()[pid]


def _parents() -> dict[int, int]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    return found


def _line(pid: int, parents: dict[int, int]) -> list[int]:
    found = [pid]
    while (pid := parents.get(pid, 0)) > 1:
        found.append(pid)
    return found


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])
