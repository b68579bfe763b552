"""What this browser looked at lately: a few listing ids in a cookie, by venture. Nobody else keeps it."""

from django.conf import settings
from django.http import HttpResponse

from pasar.ui.requests import VentureRequest

COOKIE = "pasar_seen"
KEPT = 8


def listing_ids(request: VentureRequest) -> list[int]:
    """The newest first."""
    country, _sep, rest = request.COOKIES.get(COOKIE, "")[:200].partition(":")
    if country != request.country.key:
        return []
    return [
        int(part) for part in rest.split(".")[:KEPT] if part.isascii() and part.isdigit() and len(part) < 16
    ]


def remember(request: VentureRequest, response: HttpResponse, listing_id: int) -> None:
    """Put a listing in front."""
    ids = [listing_id, *(each for each in listing_ids(request) if each != listing_id)][:KEPT]
    value = f"{request.country.key}:{'.'.join(map(str, ids))}"
    if request.COOKIES.get(COOKIE) != value:
        response.set_cookie(
            COOKIE, value, max_age=60 * 60 * 24 * 60, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
