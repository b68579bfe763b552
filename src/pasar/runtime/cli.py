"""`./pasar COMMAND`: every command is one module of `commands`, loaded when it is asked for."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from pasar.runtime.home import HomeError
from pasar.runtime.postgres import PostgresError

COMMANDS = {
    "up": "run the market, with a living demo the first time",
    "status": "say what runs, where, and how it stands",
    "stop": "stop a market that runs elsewhere on this machine",
    "reset": "delete a market's data",
    "import": "bring in listings from a file",
    "simulate": "let a month of trade happen in a market of its own",
    "verify": "check the books, the stock and the rest of a market",
    "backup": "write a market into one file",
    "restore": "make a market from a backup",
    "shell": "a Python prompt inside a market",
    "test": "run the tests",
    "check": "formatting, lint, types, import contracts, migrations, translations",
    "bench": "measure speed against a reference",
}


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    name = given[0] if given else "help"
    if name in ("help", "-h", "--help"):
        print(overview())
        return 0
    if name not in COMMANDS:
        print(f"There is no command {name!r}.\n\n{overview()}", file=sys.stderr)
        return 2
    command = import_module(f"pasar.runtime.commands.{name.replace('import', 'import_')}")
    parser = argparse.ArgumentParser(
        prog=f"./pasar {name}",
        description=command.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--data", type=Path, default=None, metavar="DIR",
        help="the market's data folder (default: PASAR_HOME, else .pasar/market beside ./pasar)",
    )  # fmt: skip
    command.add_arguments(parser)
    args, rest = parser.parse_known_args(given[1:])
    if rest and not getattr(command, "TAKES_REST", False):
        parser.error(f"unknown: {' '.join(rest)}")
    args.rest = rest
    try:
        return int(command.run(args) or 0)
    except (HomeError, PostgresError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0


def overview() -> str:
    lines = "\n".join(f"  ./pasar {name:10} {text}" for name, text in COMMANDS.items())
    return f"Pasar, a marketplace platform.\n\n{lines}\n\nEach explains itself: ./pasar up --help"


if __name__ == "__main__":
    sys.exit(main())
