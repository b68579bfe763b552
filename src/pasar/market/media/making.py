"""A picture made anew: whatever came along with it (code, places, thumbnails) stays behind."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from pasar.market.media import rules
from pasar.market.media.errors import (
    PictureBroken,
    PictureOfWrongKind,
    PictureTooLarge,
    PictureTooSmall,
    PictureTooWide,
)

_KINDS = ("JPEG", "PNG", "WEBP", "GIF")


def read(file: IO[bytes]) -> tuple[bytes, Image.Image]:
    """What was sent, and the picture in it, upright and opaque.

    The size is read from the head and judged before a single pixel is decoded.
    Raises PictureTooLarge, PictureOfWrongKind, PictureTooWide, PictureTooSmall, PictureBroken, in this order.
    """
    sent = file.read(rules.MOST_BYTES + 1)
    if len(sent) > rules.MOST_BYTES:
        raise PictureTooLarge(field="picture")
    try:
        found = Image.open(BytesIO(sent), formats=_KINDS)
    except Image.DecompressionBombError:
        raise PictureTooWide(field="picture") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise PictureOfWrongKind(field="picture") from None
    w, h = found.size
    if w * h > rules.MOST_PIXELS or max(w, h) > rules.MOST_SIDE:
        raise PictureTooWide(field="picture")
    if min(w, h) < rules.LEAST_SIDE:
        raise PictureTooSmall(field="picture")
    try:
        # A JPEG is decoded at a half or a quarter where that is still larger than what is kept.
        found.draft("RGB", (rules.SIZES[-1] * 2, rules.SIZES[-1] * 2))
        found.load()
        return sent, _opaque(ImageOps.exif_transpose(found))
    except Image.DecompressionBombError:
        raise PictureTooWide(field="picture") from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, MemoryError):
        raise PictureBroken(field="picture") from None


def _opaque(found: Image.Image) -> Image.Image:
    if found.mode in ("RGBA", "LA", "PA") or "transparency" in found.info:
        upper = found.convert("RGBA")
        ground = Image.new("RGBA", upper.size, "white")
        ground.alpha_composite(upper)
        found = ground
    return found.convert("RGB")


def files(picture: Image.Image) -> Iterator[tuple[int, bytes]]:
    """(size, WebP) for every size, the largest first; nothing but pixels is written."""
    for side in sorted(rules.SIZES, reverse=True):
        picture = picture.resize(rules.fit(*picture.size, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        written = BytesIO()
        picture.save(written, "WEBP", quality=82, method=4)
        yield side, written.getvalue()
