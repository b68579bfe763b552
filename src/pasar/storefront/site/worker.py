"""The service worker: what a phone keeps of the shop for when there is no connection."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

SHELL = (
    "ui/tokens.css", "ui/shop.css", "storefront/buyer.css", "ui/app.js", "ui/offline.js", "ui/htmx.min.js",
    "ui/icons.svg", "ui/favicon.svg", "ui/fonts/jakarta.woff2",
)  # fmt: skip
"""Files without which no page looks like one; their names carry their content, so a new one is a new shell."""


@require_GET
@cache_control(public=True, no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script, at the root so that it serves every venture."""
    files = [static(name) for name in SHELL]
    context = {
        "files": json.dumps(files),
        "version": hashlib.sha256("".join(files).encode()).hexdigest()[:12],
    }
    return render(request, "storefront/site/sw.js", context, content_type="text/javascript")
