"""What surrounds each of the console's own pages: who may enter, the venture's formats, refusals, the policy header."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render as django_render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pasar import countries
from pasar.console.staff import ROOMS, ConsoleRequest, Staff, staff_of
from pasar.kernel.errors import NotFound, PasarError

POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Alpine, which unfold ships, evaluates attributes and sets styles; nothing from elsewhere is loaded, and no inline
script runs."""

View = Callable[..., HttpResponse]


def page(room: str, *, posts: bool = False) -> Callable[[View], View]:
    """A page of `room` in one venture: `view(request, venture, staff, …)` for staff who enter it.

    Nobody signed in is led to the sign-in; anybody else finds nothing here. posts: the view takes POST only, and a
    refusal is told on the page it came from.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def framed(request: ConsoleRequest, country: str, **parts: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                query = urlencode({"next": request.get_full_path()})
                return secured(HttpResponseRedirect(f"{reverse('console_sign_in')}?{query}"))
            staff = staff_of(request)
            if staff is None or not staff.enters(country, room):
                return secured(missing(request))
            if posts and request.method != "POST":
                return secured(HttpResponseNotAllowed(["POST"]))
            venture = enter(request, country, staff)
            with translation.override(request.language):
                try:
                    response = view(request, venture, staff, **parts)
                except PasarError as refusal:
                    response = _refused(request, refusal)
            return secured(response)

        return framed

    return decorate


def enter(request: ConsoleRequest, country: str, staff: Staff) -> countries.Country:
    """Let everything below speak in the venture's formats and the person's language."""
    venture = countries.get(country)
    request.country = venture
    request.language = staff.language if staff.language in venture.languages else "en"
    return venture


def render(request: ConsoleRequest, template: str, title: str, **context: Any) -> HttpResponse:
    """A page inside unfold's frame."""
    staff, venture = staff_of(request), request.country.key
    enters = {room: staff is not None and staff.enters(venture, room) for room in ROOMS}
    whole = {**admin.site.each_context(request), "title": title, "enters": enters, **context}
    return django_render(request, template, whole)


def done(request: ConsoleRequest, text: str, name: str, *args: Any) -> HttpResponseRedirect:
    """What was done, told on the page `name` of the same venture."""
    messages.success(request, text)
    return HttpResponseRedirect(reverse(name, args=[request.country.key, *args]))


def reason_in(request: ConsoleRequest) -> str:
    """Why, in one line. Operations say whether they need it."""
    return " ".join(request.POST.get("reason", "").split())[:200]


def missing(request: ConsoleRequest) -> HttpResponse:
    """The same for what is not there and what is not theirs."""
    return django_render(request, "console/missing.html", {"title": _("Nothing here")}, status=404)


def secured(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _refused(request: ConsoleRequest, refusal: PasarError) -> HttpResponse:
    if isinstance(refusal, NotFound):
        return missing(request)
    if request.method == "POST":
        messages.error(request, str(refusal))
        came_from = urlsplit(request.headers.get("Referer", ""))
        back = came_from.path if came_from.netloc == request.get_host() else ""
        if came_from.query and back:
            back = f"{back}?{came_from.query}"
        home = reverse("console_home", args=[request.country.key])
        return HttpResponseRedirect(back if back.startswith("/console/") else home)
    context = {**admin.site.each_context(request), "title": _("That did not work"), "error": refusal}
    return django_render(request, "console/refusal.html", context, status=refusal.status)
