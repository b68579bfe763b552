"""Make a market from a backup, in a folder that has none, and verify it."""

import argparse
from pathlib import Path

from pasar.runtime import keeping
from pasar.runtime.commands._inside import market
from pasar.runtime.commands.verify import show
from pasar.runtime.database import open_database
from pasar.runtime.home import Home, HomeError
from pasar.runtime.progress import Steps


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--no-verify", action="store_true", help="leave out the check of the books at the end"
    )


def run(args: argparse.Namespace) -> int:
    home = Home(args.data)
    if home.exists:
        raise HomeError(
            f"There is a market in {home.path} already. Restore into another folder (--data NEW), or ./pasar reset "
            "first."
        )
    with home.locked():
        database = open_database(home)
        try:
            keeping.restore(home, database, args.file, Steps())
        finally:
            if database.cluster is not None:
                database.cluster.stop()
    if args.no_verify:
        return 0
    with market(home):
        from pasar.simulate import verify

        report = verify.run(at=verify.last_moment())
    return show(report, as_json=False)
