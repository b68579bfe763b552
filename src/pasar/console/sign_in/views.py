"""The door: staff come in with their e-mail or phone and password, and leave again."""

import secrets
from contextlib import suppress

from django.contrib.auth import login, logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pasar import countries
from pasar.console.frame import missing, secured
from pasar.console.sign_in.forms import SignInForm
from pasar.console.staff import ConsoleRequest, staff_of
from pasar.kernel.errors import PasarError
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people


def entry(request: ConsoleRequest) -> HttpResponse:
    """The first venture of whoever is signed in."""
    if not request.user.is_authenticated:
        return secured(HttpResponseRedirect(reverse("console_sign_in")))
    staff = staff_of(request)
    if staff is None:
        return secured(missing(request))
    return secured(HttpResponseRedirect(reverse("console_home", args=[staff.ventures[0]])))


@require_http_methods(["GET", "POST"])
def sign_in(request: ConsoleRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if error := _try(request, **form.cleaned_data):
            form.add_error(None, error)
        else:
            return secured(HttpResponseRedirect(_target(request)))
    elif request.method == "GET" and staff_of(request) is not None:
        return secured(HttpResponseRedirect(_target(request)))
    context = {"form": form, "title": _("Sign in"), "next": request.GET.get("next", "")}
    status = 422 if request.method == "POST" else 200
    return secured(render(request, "console/sign_in.html", context, status=status))


@require_POST
def sign_out(request: ConsoleRequest) -> HttpResponse:
    sid = request.session.get("sid", "")
    if request.user.is_authenticated and sid:
        identity.end_session(person_id=request.user.pk, sid=sid)
    logout(request)
    return secured(HttpResponseRedirect(reverse("console_sign_in")))


def _try(request: ConsoleRequest, target: str, password: str) -> str:
    """Signs in, or says why not: who is no staff reads the same as who typed a wrong password."""
    error = ""
    for reading in _readings(target):
        try:
            person = identity.authenticate(
                target=reading, password=password, source=request.META.get("REMOTE_ADDR", "")
            )
        except PasarError as refusal:
            error = error or str(refusal)
            continue
        if not person.is_staff or not people.roles(person.pk):
            return _("This e-mail or phone and password do not open the console.")
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        request.session["sid"] = secrets.token_urlsafe(18)
        return ""
    return error


def _readings(typed: str) -> list[str]:
    """Whom an e-mail or phone may mean. A phone without its country is read as each country writes it, and only
    staff's readings count; where there are none the first is left, so that a try costs what it always costs."""
    readings: list[str] = []
    for country in countries.all_countries():
        with suppress(PasarError):
            readings.append(people.canonical_target(country, typed))
    readings = list(dict.fromkeys(readings)) or [typed]
    known = [each for each in readings if (person := people.person_at(each)) and person.is_staff]
    return known or readings[:1]


def _target(request: ConsoleRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/console/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("console_entry")
