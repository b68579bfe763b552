"""What a market needs before it opens: translations, collected files, reference data, the first venture's shelves.

    python -m pasar.runtime.prepare [--no-demo] [--size small]     run by `./pasar up`, as the application's role

Each step looks whether it is needed and notes that it is done; a kill in between costs that step only.
"""

import argparse
import hashlib
import os
from pathlib import Path

import django

from pasar.runtime import translations
from pasar.runtime.home import ROOT, Home
from pasar.runtime.progress import Steps

SOURCE = ROOT / "src" / "pasar"
FIRST = "id"
"""The venture that is ready when the market opens; the others' shelves are filled behind it (`fill`)."""


def files_mark() -> str:
    """Changes with every file that is collected or translated."""
    mark = hashlib.sha256()
    for pattern in ("**/static/**/*", "locale/**/*.po"):
        for path in sorted(SOURCE.glob(pattern)):
            if path.is_file():
                stat = path.stat()
                mark.update(f"{path.relative_to(SOURCE)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return mark.hexdigest()[:16]


def data_mark() -> str:
    """Changes with the reference data that is loaded into the database."""
    mark = hashlib.sha256()
    patterns = (
        "countries/*/areas.tsv.xz",
        "market/catalogue/data/*.json",
        "market/*/data/**/*",
        "market/**/rate_cards.*",
    )
    for path in sorted({path for pattern in patterns for path in SOURCE.glob(pattern) if path.is_file()}):
        mark.update(str(path.relative_to(SOURCE)).encode() + b"\0" + path.read_bytes())
    return mark.hexdigest()[:16]


def needed(home: Home, *, demo: bool, size: str) -> bool:
    """Whether there is anything to prepare: the quick look before a start that should take seconds."""
    state = home.state()
    return (
        state.get("files") != files_mark()
        or state.get("data") != data_mark()
        or (demo and "demo" not in state)
    )  # fmt: skip


def prepare(home: Home, steps: Steps, *, demo: bool, size: str) -> None:
    """Do what is needed, in order."""
    from django.conf import settings

    state = home.state()
    if state.get("files") != files_mark():
        _files(home, steps)
    if state.get("data") != data_mark():
        _reference(home, steps)
    if demo and "demo" not in state and settings.SANDBOX:
        _demo(home, steps, size)


def _files(home: Home, steps: Steps) -> None:
    from django.core.management import call_command

    with steps.step("collecting the shop's files"):
        translations.compile_all()
        call_command(
            "collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.map", "*.md", "src"]
        )
        home.note(files=files_mark())


def _reference(home: Home, steps: Steps) -> None:
    from pasar.countries import operations as countries
    from pasar.market.catalogue import operations as catalogue
    from pasar.market.fulfilment import operations as fulfilment
    from pasar.market.promotions import operations as promotions
    from pasar.market.sellers import operations as sellers
    from pasar.market.trust import operations as trust

    with steps.step("loading places, categories, tariffs and fees") as step:
        countries.load_areas(progress=lambda country, areas: step.at(areas, None, f"places of {country}"))
        catalogue.load_categories()
        fulfilment.load_rate_cards()
        sellers.load_fee_rules()
        promotions.load_stacking_rules()
        trust.load_words()
        home.note(data=data_mark())


def _demo(home: Home, steps: Steps, size: str) -> None:
    from pasar.market.search import operations as search
    from pasar.simulate import demo

    with steps.step("filling the first shelves of the demo world") as step:
        demo.load(
            lambda label, done, total: step.at(done, total, label),
            size=size,
            part="essential",
            countries=[FIRST],
        )
    with steps.step("building the first search index"):
        search.build(FIRST)
    home.note(demo="essential", demo_size=size)


def main() -> None:
    parser = argparse.ArgumentParser(prog="pasar.runtime.prepare")
    parser.add_argument("--no-demo", action="store_true")
    parser.add_argument("--size", default="full", choices=("full", "small"))
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasar.runtime.settings")
    django.setup()
    prepare(Home(Path(os.environ["PASAR_HOME"])), Steps(), demo=not args.no_demo, size=args.size)


if __name__ == "__main__":
    main()
