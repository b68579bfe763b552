"""Every text colour of `tokens.css` on every ground it is set on, by day and night: at least 4.5 to 1 (WCAG 2.2 AA)."""

import math
import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parent.parent / "static/ui/tokens.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"oklch\(\s*([\d.]+)%\s+([\d.]+)\s+([\d.]+)\s*\)")
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((oklch\([^)]*\)),\s*(oklch\([^)]*\))\)")

GROUNDS = ("paper", "surface", "sunk")
READ_ON = {
    "ink": (*GROUNDS, "lantern-wash", "evening-wash", "chilli-wash", "pandan-wash"),
    "ink-2": GROUNDS,
    "ink-3": GROUNDS,
    "lantern-ink": ("paper", "surface", "lantern-wash"),
    "evening-ink": (*GROUNDS, "evening-wash", "lantern-wash", "pandan-wash", "chilli-wash"),
    "chilli-ink": (*GROUNDS, "chilli-wash"),
    "pandan-ink": (*GROUNDS, "pandan-wash"),
    "on-lantern": ("lantern", "lantern-press"),
    "on-evening": (
        "evening",
        "evening-2",
        "slide-evening",
        "slide-evening-2",
        "slide-pandan",
        "slide-pandan-2",
    ),
    "on-chilli": ("chilli",),
    "on-pandan": ("pandan",),
    "on-slide-lantern": ("slide-lantern", "slide-lantern-2"),
    "paper": ("ink",),
}
EDGES = {"line-strong": GROUNDS, "evening-ink": GROUNDS}
"""What tells a control from its ground: 3 to 1."""


def luminance(colour: str) -> float:
    """Relative luminance of an OKLCH colour, cut to sRGB. Source: CSS Color 4, section 9.3; WCAG 2.2."""
    found = COLOUR.fullmatch(colour)
    assert found, colour
    lightness, chroma, hue = float(found[1]) / 100, float(found[2]), math.radians(float(found[3]))
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (min(1.0, max(0.0, value)) for value in linear)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TABLE = {name: (day, night) for name, day, night in PAIR.findall(TOKENS)}


def pairs(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str, int]]:
    return [
        (text, ground, theme) for text, grounds in table.items() for ground in grounds for theme in (0, 1)
    ]


@pytest.mark.parametrize(("text", "ground", "theme"), pairs(READ_ON))
def test_text_can_be_read(text: str, ground: str, theme: int) -> None:
    assert contrast(TABLE[text][theme], TABLE[ground][theme]) >= 4.5


@pytest.mark.parametrize(("edge", "ground", "theme"), pairs(EDGES))
def test_controls_stand_out(edge: str, ground: str, theme: int) -> None:
    assert contrast(TABLE[edge][theme], TABLE[ground][theme]) >= 3


def test_black_on_white_is_21() -> None:
    assert contrast("oklch(0% 0 0)", "oklch(100% 0 0)") == pytest.approx(21, abs=0.01)


def test_pages_take_their_colours_from_the_tokens() -> None:
    """The stylesheet's own colours are lights and shades behind drawings, never behind or in text."""
    css = (Path(__file__).parent.parent / "static/ui/shop.css").read_text(encoding="utf-8")
    bare = [
        rule
        for rule in re.findall(r"[^{}]*\{[^{}]*\}", css)
        if re.search(r"(?<!-)color:\s*(#|oklch|rgb)", rule)
    ]
    assert [rule.strip()[:60] for rule in bare if "color: #fff" not in rule] == []
