"""What every page's templates know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from pasar import countries

THEMES = ("light", "dark")
THEME_COOKIE = "pasar_theme"
COUNT_COOKIE = "pasar_count"


def page(request: HttpRequest) -> dict[str, Any]:
    """country, language, prefix (`/id/en/`), path (below it), theme, thin (data saver), what one can switch to.

    basket_count is what the browser remembers of its basket: a number beside the drawing, never a reason for anything.
    """
    country = getattr(request, "country", None)
    language = getattr(request, "language", "en")
    theme = request.COOKIES.get(THEME_COOKIE, "")
    count = request.COOKIES.get(COUNT_COOKIE, "")
    return {
        "country": country,
        "language": language,
        "prefix": f"/{country.key}/{language}/" if country else "/",
        "path": getattr(request, "venture_path", request.path),
        "theme": theme if theme in THEMES else "",
        "basket_count": count
        if count.isascii() and count.isdigit() and 0 < len(count) < 4 and count != "0"
        else "",
        "thin": request.headers.get("Save-Data") == "on",
        "sandbox": settings.SANDBOX,
        "live_address": settings.LIVE_URL,
        "base_url": settings.BASE_URL,
        "ventures": countries.all_countries,
        "language_names": dict(settings.LANGUAGES),
    }
