"""Let trade happen: customers, sellers, carriers and banks act through the real operations on a virtual clock, with
cancellations, failed payments, notices that come twice, and workers that crash. Prints a small table per venture, then
verifies the books. The same seed gives the same market.

It runs in a market of its own (the folder `simulated` in the data folder), made anew each time."""

import argparse
import gc
import os
import shutil
import time

from pasar.runtime.commands._inside import market
from pasar.runtime.commands.verify import show
from pasar.runtime.home import Home
from pasar.runtime.postgres import Cluster
from pasar.runtime.progress import Steps


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--orders", type=int, default=2000)
    parser.add_argument("--json", action="store_true", help="the summary as one JSON object")
    parser.add_argument(
        "--no-verify", action="store_true", help="leave out the check of the books at the end"
    )


def run(args: argparse.Namespace) -> int:
    home = Home(Home(args.data) / "simulated")
    _clear(home)
    steps = Steps(quiet=args.json)
    began = time.monotonic()
    # The same seed makes this market again: no commit waits for the disk.
    os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} -c synchronous_commit=off".strip()
    with market(home, clock=False, make=True, simulators=True, quiet=args.json):
        from pasar.simulate import living, verify

        # What was loaded so far stays; what comes is mostly short-lived rows, which need no collector to go.
        gc.freeze()
        gc.set_threshold(100_000, 20, 50)
        with steps.step("trading"):
            summary = living.run(
                seed=args.seed, days=args.days, orders=args.orders,
                progress=lambda label, done, total: steps.at(done, total, label),
            )  # fmt: skip
        print(summary.as_json() if args.json else summary.text())
        steps.say(f"{time.monotonic() - began:.0f} s; the market is kept: ./pasar verify --data {home.path}")
        if args.no_verify:
            return 0
        report = verify.run(at=verify.last_moment())
    if args.json:
        return 0 if report.ok else 1
    return show(report, as_json=False)


def _clear(home: Home) -> None:
    if (home / "postgres").exists():
        Cluster(home / "postgres").remove()
    shutil.rmtree(home.path, ignore_errors=True)
