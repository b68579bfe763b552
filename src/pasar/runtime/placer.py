"""The placing process: every web process of this machine asks it, and it places what is asked together.

python -m pasar.runtime.placer
"""

import gc
import os
import signal
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasar.runtime.settings")
    django.setup()
    from django.conf import settings

    from pasar.kernel import clock, faults
    from pasar.market.checkout.combining import LARGEST_BATCH, Placer

    if settings.SANDBOX:
        clock.share()
        faults.arm_from(os.environ)
    placer = Placer(Path(settings.PLACER), largest=int(os.environ.get("PASAR_PLACER_BATCH", LARGEST_BATCH)))
    signal.signal(signal.SIGTERM, placer.stop)
    signal.signal(signal.SIGINT, placer.stop)
    # What is loaded now stays: the collector need not walk it in the middle of a batch.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    placer.run()


if __name__ == "__main__":
    main()
