"""Bring in listings from a CSV or JSON lines file (gzip too):

    ./pasar import listings FILE --country my --mapping lazada_my_ph_sg [--dry-run]

Rows that cannot be taken are written to FILE.rejects.csv with their number and the reason. A killed import goes on
where it was when it is called again. The market may run meanwhile."""

import argparse
import sys
from pathlib import Path

from pasar.runtime.commands._inside import market
from pasar.runtime.home import Home
from pasar.runtime.progress import Steps


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("listings",))
    parser.add_argument("file", type=Path)
    parser.add_argument("--country", required=True, help="the venture, such as my")
    parser.add_argument("--mapping", required=True, help="a mapping's name, or a TOML file of your own")
    parser.add_argument("--dry-run", action="store_true", help="read and check everything, write nothing")
    parser.add_argument(
        "--restart", action="store_true", help="begin anew instead of where a killed import stopped"
    )


def run(args: argparse.Namespace) -> int:
    steps = Steps()
    with market(Home(args.data)):
        from pasar.kernel.errors import PasarError
        from pasar.market.imports import operations

        try:
            with steps.step(f"importing {args.file.name}") as step:
                report = operations.import_listings(
                    path=args.file, country=args.country, mapping=args.mapping, dry_run=args.dry_run,
                    resume=not args.restart, progress=lambda done, total: step.at(done, total, "rows"),
                )  # fmt: skip
        except PasarError as error:
            print(f"\n{error}", file=sys.stderr)
            return 1
    print(report.text())
    return 0
