"""Small preferences of a browser, kept in cookies: the look, the area parcels go to."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from pasar.countries import queries
from pasar.storefront.browse.delivering import AREA_COOKIE
from pasar.ui.context import THEME_COOKIE, THEMES
from pasar.ui.forms import safe_next
from pasar.ui.requests import VentureRequest

YEAR_S = 60 * 60 * 24 * 365


@require_POST
def theme(request: VentureRequest) -> HttpResponse:
    """Light, dark, or as the device has it."""
    response = HttpResponseRedirect(safe_next(request, reverse("home")))
    wanted = request.POST.get("theme", "")
    if wanted in THEMES:
        response.set_cookie(THEME_COOKIE, wanted, max_age=YEAR_S, samesite="Lax")
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@require_http_methods(["GET", "POST"])
def deliver_to(request: VentureRequest) -> HttpResponse:
    """The area that delivery promises are for: found by its name or postcode."""
    country, language = request.country, request.language
    back = safe_next(request, reverse("home"))
    if request.method == "POST":
        code = request.POST.get("area", "")[:60]
        response = HttpResponseRedirect(back)
        if queries.path(country.key, code, language):
            response.set_cookie(
                AREA_COOKIE, f"{country.key}:{code}", max_age=YEAR_S, httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response
    typed = " ".join(request.GET.get("place", "").split())[:60]
    found = queries.find(country.key, typed, language, 12) if typed else []
    ways = queries.paths(country.key, [place.code for place in found], language)
    places = [(place.code, ", ".join(step.name for step in reversed(ways[place.code]))) for place in found]
    context = {"places": places, "typed": typed, "next": back}
    return render(request, "storefront/browse/deliver_to.html", context)
