"""What a machine can say of the code without running it: format, lint, types, import contracts, missing migrations."""

import argparse
import os
import subprocess
import sys
import time

from pasar.runtime.home import ROOT

CHECKS = {
    "format": ("ruff", "format", "--check", "--quiet", "."),
    "lint": ("ruff", "check", "--quiet", "."),
    "imports": ("lint_imports",),
    "types": ("mypy", "src/pasar"),
    "migrations": ("django", "makemigrations", "--check", "--dry-run", "-v", "1"),
    "translations": ("pasar.runtime.translations", "--check"),
    "settings": ("django", "check", "--fail-level", "WARNING"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("only", nargs="*", choices=[*CHECKS, []], help="only these (default: all)")


def run(args: argparse.Namespace) -> int:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "pasar.runtime.settings",
        "PASAR_SECRET_KEY": "for-checks-only-" + "0" * 40,
        "PYTHONWARNINGS": "ignore",
    }
    failed = []
    for name in args.only or CHECKS:
        began = time.monotonic()
        done = subprocess.run(
            _command(CHECKS[name]), cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        print(f"  {'✗' if done.returncode else '✓'} {name}  {time.monotonic() - began:.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout[-6000:] + done.stderr[-3000:])
    return 1 if failed else 0


def _command(words: tuple[str, ...]) -> list[str]:
    if words == ("lint_imports",):
        return [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
        ]
    return [sys.executable, "-m", *words]
