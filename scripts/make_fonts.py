"""Make `ui/static/ui/fonts` from two openly licensed families (SIL OFL 1.1), cut to what the shop writes.

    npm pack @fontsource-variable/plus-jakarta-sans @fontsource-variable/anuphan      and unpack both
    python scripts/make_fonts.py <folder of plus-jakarta-sans> <folder of anuphan>    needs fonttools and brotli

Weights 400 to 800 are kept as one axis, tabular figures and kerning as features, hinting goes. Prints each file's
size and the metrics that `fonts.css` matches its fallbacks to.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parent.parent / "src/pasar/ui/static/ui/fonts"

LATIN = "U+0020-007E U+00A0-00FF U+0131 U+0152-0153 U+2010-2015 U+2018-201E U+2022 U+2026 U+2032-2033 U+2039-203A U+20AC U+2122 U+2190-2193 U+2212 U+2215"  # noqa: E501
VIETNAMESE = "U+0102-0103 U+0110-0111 U+0128-0129 U+0168-0169 U+01A0-01A1 U+01AF-01B0 U+0300-0301 U+0303 U+0309 U+0323 U+1EA0-1EF9 U+20AB"  # noqa: E501
PESO = "U+0100-0101 U+0112-0113 U+012A-012B U+014C-014D U+016A-016B U+20B1"
THAI = "U+0E01-0E3A U+0E3F-0E5B U+200B-200D"

FILES = (
    ("jakarta.woff2", 0, "plus-jakarta-sans-latin-wght-normal.woff2", LATIN),
    ("jakarta-vi.woff2", 0, "plus-jakarta-sans-vietnamese-wght-normal.woff2", VIETNAMESE),
    ("jakarta-ext.woff2", 0, "plus-jakarta-sans-latin-ext-wght-normal.woff2", PESO),
    ("anuphan.woff2", 1, "anuphan-thai-wght-normal.woff2", THAI),
)
FEATURES = ["kern", "liga", "tnum", "lnum", "mark", "mkmk", "ccmp", "locl", "rlig", "calt"]


def codes(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split():
        first, _, last = part.removeprefix("U+").partition("-")
        found.extend(range(int(first, 16), int(last or first, 16) + 1))
    return found


def make(source: Path, wanted: str, target: Path) -> None:
    font = TTFont(source)
    axes = {axis.axisTag: axis for axis in font["fvar"].axes}
    top = min(800, axes["wght"].maxValue)
    font = instantiateVariableFont(font, {"wght": (400, 400, top)})
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]  # whose it is and its licence stay in the file
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes(wanted))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)
    has = {chr(code) for code in font.getBestCmap()} & set("₱₫฿")
    head, hhea, os2 = font["head"], font["hhea"], font["OS/2"]
    print(
        f"{target.name}: {target.stat().st_size} bytes, {len(font.getBestCmap())} signs {''.join(sorted(has))}, "
        f"ascent {hhea.ascent / head.unitsPerEm:.3f} descent {-hhea.descent / head.unitsPerEm:.3f} "
        f"gap {hhea.lineGap / head.unitsPerEm:.3f} average {os2.xAvgCharWidth / head.unitsPerEm:.3f}"
    )


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:3]]
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, which, source, wanted in FILES:
        make(folders[which] / "files" / source, wanted, TARGET / name)
