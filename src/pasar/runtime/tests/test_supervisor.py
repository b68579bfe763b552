import os
import signal
import sys
import time

import pytest

from pasar.runtime.home import lives
from pasar.runtime.supervisor import Process, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    pids: dict[str, int] = {}

    def changed(now):
        pids.clear()
        pids.update(now)

    running = Supervisor(tmp_path / "logs", say=said.append, changed=changed)
    running.pids = pids
    yield running
    running.end()


def until(supervisor, holds, patience_s=10.0):
    end = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        supervisor.look()
        time.sleep(0.02)


def test_a_killed_process_is_started_again(supervisor, said):
    supervisor.start([Process("web", SLEEP, os.environ)])
    first = supervisor.pids["web"]
    os.kill(first, signal.SIGKILL)
    until(supervisor, lambda: supervisor.pids.get("web") not in (None, first))
    assert not lives(first)
    assert "web killed by SIGKILL" in said[0]


def test_what_a_killed_process_had_started_goes_with_it(supervisor, tmp_path):
    program = (
        "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    supervisor.start([Process("web", [sys.executable, "-c", program], os.environ)])
    until(supervisor, lambda: (tmp_path / "logs" / "web.log").read_text().strip())
    grandchild = int((tmp_path / "logs" / "web.log").read_text())
    os.kill(supervisor.pids["web"], signal.SIGKILL)
    until(supervisor, lambda: not lives(grandchild))


def test_one_that_runs_once_is_not_started_again_after_a_good_end(supervisor):
    done = []
    supervisor.start(
        [Process("fill", [sys.executable, "-c", ""], os.environ, once=True, done=lambda: done.append(1))]
    )
    until(supervisor, lambda: done == [1])
    supervisor.look()
    assert supervisor.pids == {}


def test_one_that_runs_once_is_tried_again_after_a_bad_end(supervisor, tmp_path):
    mark = tmp_path / "tried"
    program = (
        f"import pathlib, sys; mark = pathlib.Path({str(mark)!r}); there = mark.exists(); mark.touch(); "
        "sys.exit(0 if there else 3)"
    )
    done = []
    supervisor.start(
        [Process("fill", [sys.executable, "-c", program], os.environ, once=True, done=lambda: done.append(1))]
    )
    until(supervisor, lambda: done == [1])


def test_all_are_ended_and_what_they_said_is_kept(supervisor, tmp_path):
    talk = [sys.executable, "-uc", "print('hello'); import time; time.sleep(60)"]
    supervisor.start([Process("bank", talk, os.environ), Process("web", SLEEP, os.environ)])
    until(supervisor, lambda: "hello" in (tmp_path / "logs" / "bank.log").read_text())
    pids = list(supervisor.pids.values())
    supervisor.end()
    assert not any(lives(pid) for pid in pids)


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux to end children with their parent")
def test_children_do_not_outlive_a_killed_supervisor(tmp_path):
    program = (
        "import os, sys, time; from pathlib import Path; from pasar.runtime.supervisor import Process, Supervisor\n"
        f"s = Supervisor(Path({str(tmp_path)!r}), say=print, changed=lambda pids: print(*pids.values(), flush=True))\n"
        f"s.start([Process('web', {SLEEP!r}, os.environ)])\n"
        "time.sleep(60)"
    )
    import subprocess

    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    end = time.monotonic() + 5
    while lives(child) and time.monotonic() < end:
        time.sleep(0.02)
    assert not lives(child)
