"""What surrounds every request: the venture in the path, the person's standing, refusals turned into pages."""

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template import loader
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from pasar import countries
from pasar.kernel.errors import Forbidden, Invalid, NotFound, PasarError, SignInNeeded, Unavailable
from pasar.market.identity import queries as identity

log = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]

OUTSIDE = (
    "static", "media", "console", "healthz", "readyz", "notices", "sitemap.xml", "sitemaps", "robots.txt",
    "favicon.ico", "site.webmanifest", "sw.js",
)  # fmt: skip
"""First parts of paths that belong to no venture."""

VENTURE_COOKIE = "pasar_venture"
RETRY_AFTER_S = 3
PLACE = "/checkout/place/"
HOME_VENTURE = ("id", "id")


def venture(get_response: Handler) -> Handler:
    """Take `/{country}/{language}` off the path and let everything below speak for that venture.

    Url patterns and `{% url %}` are written without the prefix: it becomes Django's script prefix. Sets
    `request.country`, `request.language` and `request.venture_path` (the path below the prefix).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        parts = request.path_info.split("/", 3)
        first = parts[1] if len(parts) > 1 else ""
        if first in OUTSIDE:
            return get_response(request)
        ventures = countries.all_countries()
        if not first:
            return HttpResponseRedirect("/{}/{}/".format(*_venture_for(request)))
        country = ventures.get(first)
        if country is None:
            return _nowhere(request)
        language = parts[2] if len(parts) > 2 else ""
        if language not in country.languages:
            if language:
                return _nowhere(request, country)
            return HttpResponseRedirect(f"/{country.key}/{_language_for(request, country)}/")
        if len(parts) < 4:
            return HttpResponseRedirect(f"/{country.key}/{language}/")
        _enter(request, country, language, "/" + parts[3])
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.COOKIES.get(VENTURE_COOKIE) != f"{country.key}/{language}" and request.method == "GET":
            response.set_cookie(
                VENTURE_COOKIE, f"{country.key}/{language}", max_age=31_536_000, samesite="Lax", httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response

    return middleware


def _enter(request: HttpRequest, country: countries.Country, language: str, path: str) -> None:
    request.country = country  # type: ignore[attr-defined]
    request.language = language  # type: ignore[attr-defined]
    request.venture_path = path  # type: ignore[attr-defined]
    request.path_info = path
    request.urlconf = "pasar.runtime.urls_venture"
    set_script_prefix(f"/{country.key}/{language}/")


def _venture_for(request: HttpRequest) -> tuple[str, str]:
    """The venture a visitor without a path most likely wants: the last one seen, else by language."""
    ventures = countries.all_countries()
    country, _slash, language = request.COOKIES.get(VENTURE_COOKIE, "").partition("/")
    if country in ventures and language in ventures[country].languages:
        return country, language
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        tag, _dash, region = wanted.partition("-")
        if region in ventures:
            found = ventures[region]
            return region, tag if tag in found.languages else found.languages[0]
        for found in ventures.values():
            if tag == found.languages[0] and tag != "en":
                return found.key, tag
    return HOME_VENTURE


def _language_for(request: HttpRequest, country: countries.Country) -> str:
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if wanted.partition("-")[0] in country.languages:
            return wanted.partition("-")[0]
    return country.languages[0]


def _nowhere(request: HttpRequest, country: countries.Country | None = None) -> HttpResponse:
    """404 in a language of the visitor, within the venture that suits them best."""
    key, language = (country.key, _language_for(request, country)) if country else _venture_for(request)
    _enter(request, countries.get(key), language, "/")
    request.user = AnonymousUser()
    with translation.override(language):
        return render_refusal(request, NotFound(_("There is no such page.")))


class ContentSecurity(CSPMiddleware):
    """django-csp's header, put together once where a page asks for nothing of its own."""

    OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if getattr(request, "_csp_nonce", None) or any(hasattr(response, each) for each in self.OWN):
            return super().process_response(request, response)
        if HEADER not in response and not request.path_info.startswith(_exempt_prefixes()):
            response.headers[HEADER] = _policy()
        return response


@cache
def _policy() -> str:
    return build_policy()


def plain_page_headers() -> list[tuple[str, str]]:
    """What is said of a page that is no one person's and is answered past all of this."""
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        (HEADER, _policy()),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", settings.X_FRAME_OPTIONS),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
        *(
            [("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")]
            if settings.SECURE_HSTS_SECONDS
            else []
        ),
    ]


@cache
def _exempt_prefixes() -> tuple[str, ...]:
    return tuple(settings.CONTENT_SECURITY_POLICY["EXCLUDE_URL_PREFIXES"])


class Standing(AuthenticationMiddleware):
    """`request.user`, read once when first asked for, together with whether the session still holds.

    One statement: the person, unless the session was ended at the server. The cookie alone never proves it.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]


def _person(request: HttpRequest) -> Any:
    person_id, session_hash = request.session.get(SESSION_KEY), request.session.get(HASH_SESSION_KEY, "")
    if person_id is None:
        return AnonymousUser()
    person = identity.standing(int(person_id), request.session.get("sid", ""))
    if person is None or not constant_time_compare(session_hash, person.get_session_auth_hash()):
        request.session.flush()
        return AnonymousUser()
    return person


class PageTooOld(Forbidden):
    code = "page_too_old"


class Refusals:
    """PasarError, 404 and 403 become a page, an htmx fragment or JSON; personal pages are never stored."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _has_nul(request):
            return render_refusal(
                request, Invalid(_("Part of what was sent cannot be read. Please type it again."))
            )
        response = self.get_response(request)
        if (
            response.status_code == 405
            and request.method == "GET"
            and "text/html" in request.headers.get("Accept", "")
        ):
            # A button's address opened again, by a reload or another language: to the page that has the button.
            response = HttpResponseRedirect(request.path.rstrip("/").rpartition("/")[0] + "/")
        if "Cache-Control" not in response.headers:
            personal = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
            response.headers["Cache-Control"] = "private, no-store" if personal else "private, no-cache"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404) and not request.path.startswith("/console/"):
            exception = NotFound()
        if isinstance(exception, PasarError):
            return render_refusal(request, exception)
        return None


def _has_nul(request: HttpRequest) -> bool:
    """Whether a NUL stands in the path or a field: no text that people write has one, and PostgreSQL keeps none."""
    if "\0" in request.path:
        return True
    if "%00" not in request.META.get("QUERY_STRING", "") and _without_nul(request):
        return False
    return any(
        "\0" in text
        for fields in (request.GET, request.POST)
        for name, sent in fields.lists()
        for text in (name, *sent)
    )


def _without_nul(request: HttpRequest) -> bool:
    """Whether that can be told of the body as it came: a form's, where a NUL is written out."""
    if request.method != "POST":
        return True
    return (
        request.content_type == "application/x-www-form-urlencoded"
        and b"%00" not in request.body
        and b"\0" not in request.body
    )


def render_refusal(request: HttpRequest, error: PasarError) -> HttpResponse:
    """The refusal as whoever asked can read it. A browser's GET that lacks a sign-in is led to it."""
    if "application/json" in request.headers.get("Accept", "") or not hasattr(request, "country"):
        body = {"code": error.code, "message": str(error), "data": error.data}
        return JsonResponse(body, status=error.status, json_dumps_params={"default": str})
    fragment = request.headers.get("HX-Request") == "true"
    if isinstance(error, SignInNeeded):
        target = (
            request.get_full_path()
            if request.method == "GET" and not fragment
            else request.headers.get("Referer", "")
        )
        prefix = f"/{request.country.key}/{request.language}"  # type: ignore[attr-defined]
        location = f"{prefix}/account/sign-in/?" + urlencode({"next": target})
        if fragment:
            return HttpResponse(status=204, headers={"HX-Redirect": location})
        return HttpResponseRedirect(location)
    if isinstance(error, Unavailable) and not fragment:
        return _busy_page(request, error)
    template = "ui/refusal_fragment.html" if fragment else "ui/refusal.html"
    response = render(request, template, {"error": error, "status": error.status}, status=error.status)
    if fragment:
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#toasts", "beforeend"
    if retry := error.data.get("retry_after_s"):
        response.headers["Retry-After"] = str(retry)
    return response


def _busy_page(request: HttpRequest, error: Unavailable) -> HttpResponse:
    """A page that costs next to nothing and tries again by itself: what was looked at, or what was sent.

    Only what is safe to repeat is sent again: a form that carries a key of its own.
    """
    seconds = int(error.data.get("retry_after_s") or RETRY_AFTER_S)
    key = request.POST.get("key", "") if request.method == "POST" else ""
    context = {
        "error": error, "seconds": seconds, "language": translation.get_language(),
        "address": request.get_full_path() if key or request.method == "GET" else get_script_prefix(),
        "fields": [(name, value) for name, sent in request.POST.lists() for value in sent] if key else (),
        # Without scripts nothing can be sent by itself; the page before it is asked what became of it.
        "resume": f"{get_script_prefix()}checkout/?" + urlencode(
            {name: request.POST[name] for name in ("key", "sku", "units") if request.POST.get(name)}
        ) if key and request.path_info == PLACE else "",
    }  # fmt: skip
    response = HttpResponse(loader.render_to_string("ui/busy.html", context), status=error.status)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    # Said here: what is turned away first of all does not come past the middleware that says it.
    response.headers["Content-Length"] = str(len(response.content))
    return response


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF failure as a page of the shop: usually an old tab, so say how to go on."""
    log.info("csrf refused: %s", reason)
    return render_refusal(
        request,
        PageTooOld(_("This page is too old to be sent. Reload it, then try again; nothing was changed.")),
    )
