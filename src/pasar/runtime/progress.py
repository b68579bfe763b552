"""Steps shown as they go, with their time: a line that moves in a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    """Prints one line per step: what it does, how far it is, how long it took."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.live, self.quiet = sys.stdout.isatty() and not quiet, quiet
        self._begun = 0.0
        self._shown = 0.0
        self._label = ""

    @contextmanager
    def step(self, label: str) -> Iterator["Steps"]:
        self._label, self._begun, self._shown = label, time.monotonic(), 0.0
        if self.live:
            print(f"  … {label}", end="", flush=True)
        yield self
        end = "\r\033[K" if self.live else ""
        if not self.quiet:
            print(f"{end}  ✓ {self._label}  {time.monotonic() - self._begun:.1f} s", flush=True)

    def at(self, done: int, total: int | None = None, what: str = "") -> None:
        """Tell how far the running step is; shown at most ten times a second, elsewhere every five seconds."""
        now = time.monotonic()
        if self.quiet or now - self._shown < (0.1 if self.live else 5):
            return
        self._shown = now
        rate = done / (now - self._begun) if now > self._begun else 0
        text = f"{done:,}" + (f" of {total:,}" if total else "") + (f" {what}" if what else "")
        if total and rate and done < total:
            text += f", {(total - done) / rate:.0f} s left"
        if self.live:
            print(f"\r\033[K  … {self._label}  {text}", end="", flush=True)
        else:
            print(f"    {self._label}: {text}", flush=True)

    def say(self, text: str) -> None:
        if not self.quiet:
            print(text, flush=True)
