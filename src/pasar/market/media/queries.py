"""Pictures that were accepted, and their addresses."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings

from pasar.market.media import rules
from pasar.market.media.models import Upload


def url(picture: dict[str, Any], size: int, country: str) -> str:
    """The address of an uploaded picture in one of the sizes 200, 600, 1200."""
    side = next((each for each in rules.SIZES if each >= size), rules.SIZES[-1])
    return settings.MEDIA_URL + rules.file_name(country, str(picture["id"]), side)


def pictures(owner: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    """An owner's pictures in the order of the ids; what is somebody else's, or is no id, is left out."""
    wanted = []
    for each in list(ids)[:100]:
        try:
            wanted.append(UUID(str(each)))
        except ValueError:
            continue
    found = {row.pk: row for row in Upload.objects.filter(owner=owner, pk__in=wanted)}
    return [picture(found[each]) for each in dict.fromkeys(wanted) if each in found]


def picture(row: Upload) -> dict[str, Any]:
    """A picture as JSON columns hold it."""
    return {"kind": "upload", "id": str(row.pk), "w": row.w, "h": row.h}
