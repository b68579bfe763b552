"""Taking in a picture."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.conf import settings

from pasar import countries
from pasar.kernel import clock, limits
from pasar.market.media import making, queries, rules
from pasar.market.media.models import Upload

PURPOSES = ("listing", "logo", "banner", "review")


def accept(*, country: str, owner: str, file: IO[bytes], purpose: str) -> dict[str, Any]:
    """Make an owner's picture anew in all sizes and return it as pages keep it.

    owner: an actor. The same file sent again by the same owner gives the picture made before.
    Raises PictureTooLarge, PictureOfWrongKind, PictureTooWide, PictureTooSmall, PictureBroken; TooMany.
    """
    assert country in countries.all_countries()
    assert purpose in PURPOSES
    limits.hit(f"upload:{owner}", limit=400, window=timedelta(hours=1))
    sent, picture = making.read(file)
    digest = hashlib.sha256(sent).digest()
    if known := Upload.objects.filter(owner=owner, sha256=digest, country=country).first():
        return queries.picture(known)
    # Random, not by time: the address of a picture tells nothing of when it came or what came beside it.
    picture_id = uuid4()
    w, h = rules.fit(*picture.size, rules.SIZES[-1])
    for side, content in making.files(picture):
        _write(Path(settings.MEDIA_ROOT) / rules.file_name(country, str(picture_id), side), content)
    row = Upload.objects.create(
        id=picture_id,
        country=country,
        owner=owner,
        purpose=purpose,
        w=w,
        h=h,
        sha256=digest,
        made_at=clock.now(),
    )
    return queries.picture(row)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a reader never sees half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
