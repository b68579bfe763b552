"""Write a market into one file: its databases as of one moment, its uploads, its secret key. It may run meanwhile.

./pasar backup market.pasar            ./pasar restore market.pasar --data NEW"""

import argparse
from pathlib import Path

from pasar.runtime import keeping
from pasar.runtime.commands._inside import market
from pasar.runtime.home import Home
from pasar.runtime.progress import Steps


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def run(args: argparse.Namespace) -> int:
    home = Home(args.data)
    with market(home) as database:
        size = keeping.back_up(home, database, args.file, Steps(), force=args.force)
    print(f"Kept in {args.file} ({size / (1 << 20):.1f} MB). It holds people's data: keep it safe.")
    return 0
