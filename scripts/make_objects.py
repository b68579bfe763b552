"""Draws the shop's pictures as WebP on transparent ground, 600 and 200 px: Fluent Emoji (MIT) and our own drawings.

Those that decorate words (categories, and the slides' in `small.txt`) come at 128 px as well: pages show many.

Our own (`objects/*.svg`) picture goods that the set lacks. Of the set, those that a category names, that stand in
the leaf categories' pools (`catalogue/data/pictures.json`) or in `objects.txt` beside this script. The results are
kept in the repository, so that neither npm nor a rasteriser is needed to run the market. To make them anew:

    npm pack @iconify-json/fluent-emoji && tar xzf iconify-json-fluent-emoji-*.tgz
    python -m venv draw && draw/bin/pip install resvg-py pillow
    draw/bin/python scripts/make_objects.py package/icons.json
"""

import argparse
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import resvg_py
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src/pasar/market/catalogue/data"
OBJECTS = ROOT / "src/pasar/ui/static/ui/objects"
LARGE, USUAL, SMALL = 600, 200, 128
LIMIT_BYTES = 8 * 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("icons", type=Path, help="icons.json of @iconify-json/fluent-emoji")
    parser.add_argument("--again", action="store_true", help="draw also what is there already")
    arguments = parser.parse_args()
    icons = json.loads(arguments.icons.read_text(encoding="utf-8"))
    OBJECTS.mkdir(parents=True, exist_ok=True)
    own = {file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "scripts/objects").glob("*.svg")}
    names = sorted({*wanted(), *own})
    for name in names:
        if arguments.again or not (OBJECTS / f"{name}-{LARGE}.webp").exists():
            draw(name, own.get(name) or from_set(name, icons))
        shrink(name, USUAL)
    small = decorating()
    for name in small:
        shrink(name, SMALL)
    for file in OBJECTS.glob("*.webp"):
        name, _, size = file.stem.rpartition("-")
        if name not in names or (int(size) == SMALL and name not in small):
            file.unlink()
    size = sum(file.stat().st_size for file in OBJECTS.glob("*.webp"))
    print(f"{len(names)} objects, {size / 1024 / 1024:.1f} MB")
    if size > LIMIT_BYTES:
        raise SystemExit("The pictures are larger than the repository should carry.")


def wanted() -> list[str]:
    pools = json.loads((DATA / "pictures.json").read_text(encoding="utf-8"))
    names = set((ROOT / "scripts/objects.txt").read_text(encoding="utf-8").split())
    names.update(name for pool in pools.values() for name in pool)
    names.update(_named(json.loads((DATA / "categories.json").read_text(encoding="utf-8"))))
    return sorted(names)


def decorating() -> list[str]:
    """Drawings that stand small beside words."""
    names = set((ROOT / "scripts/small.txt").read_text(encoding="utf-8").split())
    names.update(_named(json.loads((DATA / "categories.json").read_text(encoding="utf-8"))))
    return sorted(names)


def _named(nodes: list[Mapping[str, Any]]) -> Iterator[str]:
    for node in nodes:
        yield node["picture"]
        yield from _named(node.get("children", []))


def from_set(name: str, icons: Mapping[str, Any]) -> str:
    width, height = icons.get("width", 32), icons.get("height", 32)
    body = icons["icons"][name]["body"]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{body}</svg>'


def draw(name: str, svg: str) -> None:
    drawn = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=LARGE, height=LARGE))))
    drawn.save(OBJECTS / f"{name}-{LARGE}.webp", "WEBP", quality=70, alpha_quality=80, method=6)


def shrink(name: str, size: int) -> None:
    """The large file made smaller. Half the steps of transparency look the same there, and weigh a fifth less."""
    with Image.open(OBJECTS / f"{name}-{LARGE}.webp") as large:
        picture = large.resize((size, size), Image.Resampling.LANCZOS)
    picture.save(OBJECTS / f"{name}-{size}.webp", "WEBP", quality=70, alpha_quality=50, method=6)


if __name__ == "__main__":
    main()
