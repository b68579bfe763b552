"""Check every invariant on a market's database in one snapshot: the ledger sums to zero, nothing is oversold, escrow is
released once, every event has had its effect … Prints what breaks one, row by row. Exit 0: all hold; 1: some do not."""

import argparse
import json

from pasar.runtime.commands._inside import market
from pasar.runtime.home import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    home = Home(args.data)
    running = home.in_use()
    with market(home, quiet=args.json):
        from pasar.simulate import verify

        # What a market that does not run had still to do is late by its own clock, not by ours.
        report = verify.run(at=None if running else verify.last_moment())
    return show(report, as_json=args.json)


def show(report, *, as_json: bool) -> int:  # type: ignore[no-untyped-def]
    """Print a report; 0 when every invariant holds."""
    if as_json:
        print(json.dumps(report.as_json(), default=str))
        return 0 if report.ok else 1
    for result in report.invariants:
        print(f"  {'✓' if result.ok else '✗'} {result.key}  {result.name}  ({result.seconds * 1000:.0f} ms)")
        for row in result.rows[:10]:
            print(f"      {row}")
        if len(result.rows) > 10:
            print(f"      … and {len(result.rows) - 10} more")
    broken = sum(not result.ok for result in report.invariants)
    print(f"{len(report.invariants)} invariants: " + ("all hold." if report.ok else f"{broken} BROKEN."))
    return 0 if report.ok else 1
