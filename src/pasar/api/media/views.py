"""Sends a picture's file. Behind a proxy, let it send MEDIA_ROOT itself with the same headers."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from pasar.market.media.rules import FILE_NAME


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file that the market made, for ever the same at this address; nothing else below the folder is reachable."""
    file = Path(settings.MEDIA_ROOT) / path
    if not FILE_NAME.fullmatch(path) or not file.is_file():
        return HttpResponseNotFound(headers={"Cache-Control": "no-store"})
    return FileResponse(
        file.open("rb"),
        content_type="image/webp",
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-site",
        },
    )
