"""Stop the market that runs on this data folder, in order; its data are kept."""

import argparse
import os
import signal

from pasar.runtime.home import Home, wait_until_gone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(patience_s=60)


def run(args: argparse.Namespace) -> int:
    home = Home(args.data)
    pid = home.processes().get("pid") if home.in_use() else None
    if not pid:
        print("Not running.")
        return 0
    os.kill(pid, signal.SIGTERM)
    if wait_until_gone(pid, args.patience_s):
        print("Stopped. All data are kept.")
        return 0
    print(f"It has not stopped within {args.patience_s} s (process {pid}).")
    return 1
