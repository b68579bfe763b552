"""What machines ask for: sitemaps, robots, the icon, the manifest. The same for every visitor, so it may be kept."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from pasar import countries
from pasar.kernel.errors import NotFound
from pasar.market.catalogue import queries as catalogue

PER_MAP = 5_000
"""Listings per file; each stands there once per language, and a sitemap holds 50,000 addresses."""
XML = "application/xml"


@require_GET
@cache_control(public=True, max_age=3600)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Every venture's files: the first holds the tree, each file names the listings behind the one before."""
    files = [
        f"{settings.BASE_URL}/sitemaps/{key}-{start}.xml"
        for key in countries.all_countries()
        for start in (0, *_starts(key))
    ]
    return render(request, "storefront/site/sitemap_index.xml", {"files": files}, content_type=XML)


@require_GET
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest, country: str, page: int) -> HttpResponse:
    """A venture's listings behind an id, in every language; at 0 also home, categories and help."""
    venture = countries.all_countries().get(country)
    if venture is None:
        raise NotFound
    pages: list[tuple[str, Any]] = []
    if page == 0:
        pages = [("", None), ("c/", None), ("help/", None)]
        tops = catalogue.categories(country)
        pages += [(f"c/{node.path}/", None) for top in tops for node in (top, *top.children)]
    found = catalogue.addresses(country, after=page, size=PER_MAP)
    pages += [(f"p/{quote(each.slug)}-{each.id}/", each.changed_at) for each in found]
    entries = [
        {
            "paths": {tag: f"{settings.BASE_URL}/{country}/{tag}/{path}" for tag in venture.languages},
            "at": changed,
        }
        for path, changed in pages
    ]
    context = {"entries": entries, "country": country}
    return render(request, "storefront/site/sitemap.xml", context, content_type=XML)


def _starts(country: str) -> list[int]:
    """The ids behind which the second file and all later ones begin."""
    starts: list[int] = []
    found = catalogue.addresses(country, size=PER_MAP)
    while len(found) == PER_MAP and len(starts) < 1_000:
        starts.append(found[-1].id)
        found = catalogue.addresses(country, after=starts[-1], size=PER_MAP)
    return starts


@require_GET
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: everything but what is somebody's own."""
    return render(
        request, "storefront/site/robots.txt", {"base": settings.BASE_URL}, content_type="text/plain"
    )


@require_GET
@cache_control(public=True, max_age=86400)
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("ui/favicon.svg"))


@require_GET
@cache_control(public=True, max_age=86400)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the market on its home screen."""
    icon = {"purpose": "any", "type": "image/png"}
    return JsonResponse(
        {
            "name": "Pasar",
            "short_name": "Pasar",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#fbf8f1",
            "theme_color": "#2f3270",
            "icons": [
                {"src": static("ui/icon-180.png"), "sizes": "180x180", **icon},
                {"src": static("ui/icon-512.png"), "sizes": "512x512", **icon},
            ],
        },
        content_type="application/manifest+json",
    )
