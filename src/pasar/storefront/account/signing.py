"""Signing up, in and out, by password or by a code sent to the person.

What a form answers never tells whether somebody has an account: a code is announced to every address, and what happens
next depends on what only its owner can read. Between the steps the session keeps where the code went and what for; it
never keeps a password.
"""

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from pasar import countries
from pasar.kernel.ids import uuid7
from pasar.market.basket import operations as baskets
from pasar.market.basket import queries as basket_pages
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.messages import operations as mail
from pasar.storefront.account import who
from pasar.storefront.account.forms import CodeForm, ResetForm, SignInForm, SignUpForm
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.basket.counting import keep_count
from pasar.ui.forms import form_page, posted, safe_next

PENDING = "code"
SIGN_IN, SIGN_UP, RESET, CONFIRM = "sign_in", "sign_up", "reset", "confirm"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: VisitorRequest) -> HttpResponse:
    """By password, or with the other button by a code."""
    after = safe_next(request, reverse("account"))
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(after)
    by_code = "by_code" in request.POST
    form = SignInForm(posted(request), country=request.country, with_code=by_code)
    if form.is_valid():
        target = form.cleaned_data["target"]
        if by_code:
            return send_code(request, target, SIGN_IN, next=after)
        person = form.attempt(
            identity.authenticate, target=target, password=form.cleaned_data["password"],
            source=request.META.get("REMOTE_ADDR", ""),
        )  # fmt: skip
        if person:
            enter(request, person)
            return _welcome(request, after)
    return form_page(request, "storefront/account/sign_in.html", form, next=after, sandbox=settings.SANDBOX)


@require_http_methods(["GET", "POST"])
def sign_up(request: VisitorRequest) -> HttpResponse:
    """Name and address; the code that comes there leads on."""
    after = safe_next(request, reverse("account"))
    if request.user.is_authenticated:
        return redirect(after)
    form = SignUpForm(posted(request), country=request.country)
    if form.is_valid():
        return send_code(
            request, form.cleaned_data["target"], SIGN_UP, name=form.cleaned_data["name"], next=after
        )
    return form_page(request, "storefront/account/sign_up.html", form, next=after)


@require_http_methods(["GET", "POST"])
def reset(request: VisitorRequest) -> HttpResponse:
    """A code to choose a new password with."""
    form = ResetForm(posted(request), country=request.country)
    if form.is_valid():
        return send_code(request, form.cleaned_data["target"], RESET, next=reverse("account"))
    return form_page(request, "storefront/account/reset.html", form)


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def code(request: VisitorRequest) -> HttpResponse:
    """What came by e-mail or phone is typed here; with it a password is chosen where one is needed."""
    pending = request.session.get(PENDING)
    if not pending:
        return redirect("sign_in")
    if "again" in request.POST:
        return send_code(request, pending["target"], pending["purpose"], **_rest(pending))
    form = CodeForm(posted(request), new_password=pending["purpose"] in (SIGN_UP, RESET))
    if form.is_valid():
        form.attempt(_use, request=request, pending=pending, form=form)
        if not form.errors:
            request.session.pop(PENDING, None)
            return _welcome(request, pending.get("next") or reverse("account"))
    return form_page(request, "storefront/account/code.html", form, pending=pending, sandbox=settings.SANDBOX)


def _use(*, request: VisitorRequest, pending: dict[str, Any], form: CodeForm) -> None:
    """What the right code leads to: a session, for the account that the address has or now gets."""
    target, typed = pending["target"], form.cleaned_data["code"]
    match pending["purpose"]:
        case "confirm":
            _change_target(request, target, typed)
            messages.success(request, _("Confirmed. You sign in with it from now on."))
        case "reset":
            chosen = form.cleaned_data["password"]
            enter(request, identity.reset_password(target=target, code=typed, password=chosen))
        case "sign_up":
            enter(request, _joined(request, pending, typed, form.cleaned_data["password"]))
        case _:
            enter(request, identity.authenticate_by_code(target=target, code=typed))


def _change_target(request: VisitorRequest, target: str, typed: str) -> None:
    """Another e-mail or phone; the one before is told, so that a stranger cannot take an account over in silence."""
    person = who.require_person(request)
    country = request.country.key
    before = identity.change_target(country=country, person_id=person.pk, target=target, code=typed)
    if before and before != target:
        mail.send_to(
            country=country, language=person.language, address=before, template="target_changed", context={},
            ref=f"person:{person.pk}:{uuid7()}",
        )  # fmt: skip


def _joined(request: VisitorRequest, pending: dict[str, Any], typed: str, chosen: str) -> Any:
    """The person of a confirmed address: a new one, or the one it belongs to, whose password stays as it is."""
    target = pending["target"]
    identity.use_code(target=target, purpose=SIGN_UP, code=typed)
    if known := people.person_at(target):
        return known
    email, phone = (target, None) if "@" in target else (None, target)
    identity.sign_up(
        country=request.country.key, language=request.language, name=pending["name"], email=email, phone=phone,
        password=chosen, confirmed=True,
    )  # fmt: skip
    return people.person_at(target)


@require_POST
def sign_out(request: VisitorRequest) -> HttpResponse:
    """End the session at the server: the cookie is worth nothing afterwards, whoever kept a copy."""
    if request.user.is_authenticated:
        identity.end_session(person_id=request.user.pk, sid=request.session.get("sid", ""))
    logout(request)
    return keep_count(request, redirect("home"), 0)


def _welcome(request: VisitorRequest, after: str) -> HttpResponse:
    """On to where they wanted, with the number of their own basket."""
    count = basket_pages.count(request.country.key, who.basket_owner(request))
    return keep_count(request, redirect(after), count)


def enter(request: VisitorRequest, person: Any) -> None:
    """Begin a session for this person, with an id of its own; a guest's baskets become theirs."""
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session["sid"] = secrets.token_urlsafe(18)
    request.session.pop(PENDING, None)
    if hasattr(request, "_customer_id"):
        del request._customer_id
    if token := who.guest_token(request):
        for country in countries.all_countries():
            if customer := people.customer_of(country, person.pk):
                baskets.merge(country=country, guest_token=token, customer_id=customer)
    who.require_customer(request)


def send_code(request: VisitorRequest, target: str, purpose: str, **rest: str) -> HttpResponse:
    identity.send_code(
        country=request.country.key, language=request.language, target=target, purpose=purpose,
        source=request.META.get("REMOTE_ADDR", ""),
    )  # fmt: skip
    request.session[PENDING] = {"target": target, "purpose": purpose, **rest}
    return redirect("code")


def _rest(pending: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in pending.items() if name not in ("target", "purpose")}
