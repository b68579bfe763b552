"""Pictures of the market: where their files lie and in which sizes they are asked for.

{"kind": "object", "object": "headphone", "tint": "indigo", "ground": "sand"}     shipped, composed by the stylesheet
{"kind": "upload", "id": "<uuid>", "w": 1200, "h": 1200}                          a file of the seller or customer
{"kind": "remote", "url": "https://…", "object": "<fallback object>"}             kept, never fetched
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

TINTS = frozenset({
    "red", "orange", "yellow", "green", "teal", "blue", "indigo", "purple", "pink", "brown", "black", "white", "grey",
    "gold", "silver", "beige",
})  # fmt: skip
GROUNDS = frozenset({"sand", "mist", "dusk", "leaf", "rose", "sky", "slate", "paper"})

_WIDTHS = {"thumb": (200,), "rail": (200,), "card": (200, 600), "large": (600, 1200)}
_SIZES = {
    "thumb": "5rem",
    "rail": "10rem",
    # Of the object, not of its ground: a ninth of it on each side is air.
    "card": "(min-width: 80rem) 10rem, (min-width: 48rem) 15vw, 27vw",
    "large": "(min-width: 64rem) 32rem, 100vw",
}
_PX = {"thumb": 80, "rail": 200, "card": 200, "large": 600}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_OBJECTS = Path(__file__).resolve().parent / "static" / "ui" / "objects"
SMALL = frozenset(file.stem.removesuffix("-128") for file in _OBJECTS.glob("*-128.webp"))
"""Drawings that decorate words (categories, slides) and so are also there at half the size."""
_FALLBACK = "shopping-bags"


def discount_pct(price_minor: int | None, list_minor: int | None) -> int:
    """By how many per cent a price is below the one before, rounded down; 0 where it is not."""
    if not price_minor or not list_minor or list_minor <= price_minor:
        return 0
    return (list_minor - price_minor) * 100 // list_minor


def shown(pic: Mapping[str, Any] | None, size: str, *, country: str, thin: bool = False) -> dict[str, Any]:
    """What the template of a picture needs. thin: only the smallest file that serves, for data savers."""
    pic = pic or {}
    size = size if size in _WIDTHS else "card"
    widths = _WIDTHS[size][:1] if thin else _WIDTHS[size]
    result: dict[str, Any] = {"size": size, "sizes": _SIZES[size], "px": _PX[size], "object": False}
    if pic.get("kind") == "upload" and pic.get("id"):
        files = [(width, upload_url(country, str(pic["id"]), width)) for width in widths]
    else:
        name = str(pic.get("object") or "")
        name = name if _NAME.fullmatch(name) else _FALLBACK
        tint, ground = pic.get("tint", ""), pic.get("ground", "")
        files = [(width, object_url(name, width)) for width in widths if width <= 600]
        result |= {
            "object": True,
            "tint": tint if tint in TINTS else "",
            "ground": ground if ground in GROUNDS else "paper",
        }
    return result | {
        "src": files[0][1],
        "srcset": ", ".join(f"{url} {width}w" for width, url in files) if len(files) > 1 else "",
    }


@lru_cache(maxsize=4_000)
def object_url(name: str, width: int) -> str:
    """A shipped drawing. width: 200 or 600, or 128 for those in SMALL; one that the package lacks is a bag."""
    try:
        return static(f"ui/objects/{name}-{width}.webp")
    except ValueError:  # the manifest does not know it
        return static(f"ui/objects/{_FALLBACK}-{width}.webp")


def object_srcset(name: str) -> str:
    """The files of a drawing that decorates words; empty where there is but one."""
    if name not in SMALL:
        return ""
    return f"{object_url(name, 128)} 128w, {object_url(name, 200)} 200w"


def upload_url(country: str, picture_id: str, width: int) -> str:
    """A file that a seller or customer sent, as it was made anew."""
    return f"{settings.MEDIA_URL}{country}/{picture_id[:2]}/{picture_id}-{width}.webp"


def address(pic: Mapping[str, Any], country: str) -> str:
    """The whole address of a picture at its largest, for those who read pages from outside."""
    return f"{settings.BASE_URL}{shown(pic, 'large', country=country)['src']}"
