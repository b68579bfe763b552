"""What every page's templates know."""

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    return {"country": getattr(request, "country", None), "language": getattr(request, "language", "en")}
