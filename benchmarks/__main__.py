"""Measure speed, each figure beside a reference measured in the same run."""

import argparse
import subprocess
import sys
from collections.abc import Callable

from benchmarks import checkout, flash, imports, market, pages, press, purchases
from benchmarks.figures import Figure

BENCHMARKS: dict[str, Callable[[float], Figure]] = {
    "checkout": checkout.measure,
    "flash": flash.measure,
    "press": press.measure,
    "purchases": purchases.measure,
    "product-pages": pages.measure_products,
    "search-pages": pages.measure_searches,
    "import": imports.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./pasar bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"of {', '.join(BENCHMARKS)}; all when none is named")
    parser.add_argument("--json", action="store_true", help="one JSON object a benchmark, one a line")
    parser.add_argument("--seconds", type=float, default=15, help="how long each load lasts (default: 15)")
    args = parser.parse_args()
    if unknown := [name for name in args.name if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    if not 1 <= args.seconds <= 300:
        parser.error("--seconds takes 1 to 300")
    names = args.name or list(BENCHMARKS)
    if len(names) > 1:
        # A process each: Django is set up once a process, and every benchmark has a database of its own.
        options = [*(["--json"] if args.json else []), "--seconds", str(args.seconds)]
        return max(subprocess.call([sys.executable, "-m", "benchmarks", name, *options]) for name in names)
    [name] = names
    try:
        figure = BENCHMARKS[name](args.seconds)
    except market.NotStarted as error:
        print(f"{name}: the market for it did not start.\n{error}", file=sys.stderr)
        return 1
    print(figure.json() if args.json else figure.text(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
