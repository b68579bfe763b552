"""What a page costs a thin network: sizes as they are sent."""

import re
from pathlib import Path

import brotli
import pytest

STATIC = Path(__file__).parent.parent / "static/ui"
SENT = ("tokens.css", "shop.css", "app.js", "htmx.min.js", "icons.svg")


def sent(*names: str) -> int:
    return sum(len(brotli.compress((STATIC / name).read_bytes())) for name in names)


def test_styles_scripts_and_icons_leave_room_for_the_page():
    """Of 60 KB for a first view without pictures and fonts, the page itself may have 20."""
    assert sent(*SENT) <= 40_000


@pytest.mark.parametrize("language", ["th", "vi", "fil"])
def test_the_fonts_of_a_page_stay_below_45_kb(language: str):
    extra = {"th": ("anuphan.woff2",), "vi": ("jakarta-vi.woff2",), "fil": ("jakarta-ext.woff2",)}[language]
    files = [STATIC / "fonts" / name for name in ("jakarta.woff2", *extra)]
    assert sum(file.stat().st_size for file in files) <= 45_000


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    package = Path(__file__).parents[2]
    named = {
        name
        for folder in ("ui", "storefront", "seller")
        for template in (package / folder).rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', template.read_text(encoding="utf-8"))
    }
    assert named <= sprite
