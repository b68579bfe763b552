import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.journeys.people import Visitor

ROOT = Path(__file__).resolve().parents[2]
READY_S, FILLED_S = 240, 240
CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("journeys"))
            item.add_marker(pytest.mark.timeout(600))


# Of this folder, not of the session: while Playwright runs, it keeps an event loop on the thread, and Django refuses
# to use its database there in the tests that follow.
@pytest.fixture(scope="package")
def playwright_() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def chromium(playwright_: Playwright) -> Iterator[Browser]:
    """The browser named by PASAR_CHROMIUM, the system's, or Playwright's own. None at all fails in CI, else skips."""
    named = os.environ.get("PASAR_CHROMIUM") or next(
        (each for each in CHROMIUMS if Path(each).exists()), None
    )
    try:
        browser = playwright_.chromium.launch(
            executable_path=named, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
    except Exception as error:
        why = f"no Chromium: apt install chromium, or playwright install chromium, or PASAR_CHROMIUM=… ({error})"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why.splitlines()[0])
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the market: its data are in `data`."""
    return tmp_path_factory.mktemp("market")


@pytest.fixture(scope="package")
def market(chromium: Browser, folder: Path) -> Iterator[str]:
    """A market of these tests alone: real processes on its own data, with the small demo world. Its address."""
    if running := os.environ.get("PASAR_JOURNEYS_AT"):
        yield running.rstrip("/")
        return
    said = (folder / "said.txt").open("w+")
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PASAR_", "DATABASE_")) and name != "DJANGO_SETTINGS_MODULE"
    } | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    command = [
        sys.executable, "-m", "pasar.runtime.cli", "up", "--data", str(folder / "data"), "--port", str(_free_port()),
        "--demo-size", "small", "--workers", "1",
    ]  # fmt: skip
    up = subprocess.Popen(command, env=env, stdout=said, stderr=said, cwd=ROOT)
    try:
        yield _address(up, Path(said.name))
    finally:
        up.send_signal(signal.SIGINT)
        try:
            up.wait(60)
        except subprocess.TimeoutExpired:
            up.kill()


@pytest.fixture
def visit(chromium: Browser, market: str) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser of somebody: visit("th/th", width=360, js=False). Its pages must not report errors."""
    opened: list[Visitor] = []

    def open_browser(venture: str, *, width: int = 360, js: bool = True, dark: bool = False) -> Visitor:
        _wait_for_shelves(f"{market}/{venture}/")
        context = chromium.new_context(
            viewport={"width": width, "height": 780 if width < 600 else 900},
            java_script_enabled=js,
            color_scheme="dark" if dark else "light",
            is_mobile=width < 600,
            has_touch=width < 600,
        )
        context.set_default_timeout(20_000)
        visitor = Visitor(context, market, venture, js=js)
        opened.append(visitor)
        return visitor

    yield open_browser
    errors = [error for visitor in opened for error in visitor.errors]
    for visitor in opened:
        visitor.context.close()
    assert errors == []


def _address(up: subprocess.Popen[bytes], said: Path) -> str:
    end = time.monotonic() + READY_S
    while "The market is open at " not in said.read_text():
        assert up.poll() is None, said.read_text()
        assert time.monotonic() < end, said.read_text()
        time.sleep(0.2)
    return said.read_text().split("The market is open at ")[1].split()[0]


def _wait_for_shelves(home: str) -> None:
    """The first venture is there at once; the others' shelves fill in behind it."""
    end = time.monotonic() + FILLED_S
    while True:
        with urllib.request.urlopen(home + "search/", timeout=30) as answer:
            if "/p/" in answer.read().decode():
                return
        assert time.monotonic() < end, f"nothing on sale at {home}"
        time.sleep(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
