"""Measure speed, each figure beside a reference measured in the same run (benchmarks/):

./pasar bench                     all        ./pasar bench purchases --json      one, as one JSON object"""

import argparse
import subprocess
import sys

from pasar.runtime.home import ROOT

TAKES_REST = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Names and options are those of benchmarks/; --json prints one JSON object."


def run(args: argparse.Namespace) -> int:
    return subprocess.run([sys.executable, "-m", "benchmarks", *args.rest], cwd=ROOT, check=False).returncode
