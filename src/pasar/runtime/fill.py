"""The rest of the demo world, filled in behind an open market: `python -m pasar.runtime.fill`.

A kill in between loses nothing: what is done is recorded in the database, and the next start goes on.
"""

import os
import time
from pathlib import Path

import django

from pasar.runtime.home import Home


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasar.runtime.settings")
    django.setup()
    from pasar.kernel import clock
    from pasar.simulate import demo

    clock.share()
    home = Home(Path(os.environ["PASAR_HOME"]))
    size = home.state().get("demo_size", "full")
    shown = 0.0

    def progress(label: str, done: int, total: int) -> None:
        nonlocal shown
        if time.monotonic() - shown > 1 or done >= total:
            shown = time.monotonic()
            home.note(filling={"label": label, "done": done, "total": total})

    demo.load(progress, size=size, part="essential")
    demo.load(progress, size=size, part="rest")
    home.note(demo="done", filling=None)


if __name__ == "__main__":
    main()
