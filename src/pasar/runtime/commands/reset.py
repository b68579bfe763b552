"""Delete everything of a market: database, uploads, indexes. It must not be running. A backup first does not hurt."""

import argparse
import os
import shutil
import sys

from pasar.runtime.home import Home, HomeError
from pasar.runtime.postgres import Cluster


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    home = Home(args.data)
    if not home.exists:
        print(f"There is no market in {home.path}.")
        return 0
    if home.in_use():
        raise HomeError("This market runs. Stop it first: ./pasar stop")
    if not args.yes:
        if not sys.stdin.isatty():
            raise HomeError("This deletes everything in " + str(home.path) + ". Say so with --yes.")
        if input(f"Delete everything in {home.path}? Type yes: ").strip().lower() != "yes":
            print("Nothing was deleted.")
            return 1
    with home.locked():
        cluster = Cluster(home / "postgres")
        if (home / "postgres").exists():
            cluster.remove()
        for child in home.path.iterdir():
            if child.name == "lock":
                continue
            shutil.rmtree(child) if child.is_dir() and not child.is_symlink() else child.unlink()
    (home / "lock").unlink(missing_ok=True)
    print(f"Deleted. {home.path} is empty.")
    if os.environ.get("DATABASE_URL"):
        print(
            "The databases on your own server are left: drop the market's, and those of its bank and carrier."
        )
    return 0
