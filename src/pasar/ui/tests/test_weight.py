"""What a page costs a thin network: sizes as they are sent."""

import re
from pathlib import Path

import brotli
import pytest

from pasar.ui import pictures
from pasar.ui.templatetags.ui import drawing

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


@pytest.mark.parametrize(("width", "most"), [(128, 2_100), (200, 3_500)])
def test_drawings_are_light_so_that_fifty_of_them_fit_into_a_first_view(width: int, most: int):
    files = [file.stat().st_size for file in (STATIC / "objects").glob(f"*-{width}.webp")]
    assert files
    assert sum(files) / len(files) <= most


def test_a_drawing_beside_words_lets_the_browser_take_the_small_file():
    html = drawing("coin")
    assert 'src="/static/ui/objects/coin-200.webp"' in html
    assert "/static/ui/objects/coin-128.webp 128w" in html
    assert 'sizes="3.5rem"' in html


def test_a_drawing_that_has_no_small_file_names_none():
    assert "abacus" not in pictures.SMALL
    assert "srcset" not in drawing("abacus")
