"""A Python prompt inside a market, with Django set up as the application's role. -c runs one statement."""

import argparse
import code

from pasar.runtime.commands._inside import market
from pasar.runtime.home import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-c", "--command", help="run this and end")


def run(args: argparse.Namespace) -> int:
    with market(Home(args.data)):
        names: dict[str, object] = {}
        if args.command:
            exec(args.command, names)  # noqa: S102 - what a shell is for
        else:
            code.interact(
                banner="Pasar. Operations and queries are under pasar.market and pasar.finance.", local=names
            )
    return 0
