"""The person's own pages: what they have here, who they are, what we wrote them."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pasar.finance.wallet import queries as wallet
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.identity.queries import Person
from pasar.market.messages import operations as post
from pasar.market.messages import queries as letters
from pasar.market.orders import queries as orders
from pasar.market.orders.rules import PROGRESS
from pasar.market.sellers import queries as sellers
from pasar.storefront.account import signing, who
from pasar.storefront.account.forms import ContactForm, DeleteForm, PasswordForm, ProfileForm
from pasar.storefront.account.who import VisitorRequest
from pasar.ui.forms import ShopForm, form_page, posted
from pasar.ui.params import uuid_or_none


@require_GET
def account(request: VisitorRequest) -> HttpResponse:
    """Me: what waits for the customer, and the ways to everything of theirs."""
    if not request.user.is_authenticated:
        return render(request, "storefront/account/welcome.html")
    customer = who.require_customer(request)
    counts = orders.customer_counts(customer)
    return render(
        request,
        "storefront/account/account.html",
        {
            "counts": counts,
            "preparing": counts.get("to_ship", 0) + counts.get("packed", 0),
            "moving": counts.get("shipped", 0) + counts.get("delivery_failed", 0),
            "wallet": wallet.balance(request.country.key, customer),
            "unread": letters.unread(request.user.pk, request.country.key),
            "seller": sellers.seller_of(request.country.key, request.user.pk),
        },
    )


@require_http_methods(["GET", "POST"])
def profile(request: VisitorRequest) -> HttpResponse:
    person = who.require_person(request)
    customer = people.customer(who.require_customer(request))
    first = {"name": customer.name, "language": customer.language}
    form = ProfileForm(posted(request), initial=first, languages=_languages(request))
    if form.is_valid():
        form.attempt(identity.rename, person_id=person.pk, name=form.cleaned_data["name"])
        if not form.errors:
            identity.set_language(
                country=request.country.key, person_id=person.pk, language=form.cleaned_data["language"]
            )
            messages.success(request, _("Saved."))
            return redirect("profile")
    return form_page(
        request, "storefront/account/profile.html", form, customer=customer,
        has_password=person.has_usable_password(),
    )  # fmt: skip


@sensitive_post_parameters("password", "new")
@require_http_methods(["GET", "POST"])
def password(request: VisitorRequest) -> HttpResponse:
    person = who.require_person(request)
    who.require_customer(request)
    form = PasswordForm(posted(request))
    if form.is_valid():
        _prove(form, request, person)
        if not form.errors:
            identity.set_password(person_id=person.pk, password=form.cleaned_data["new"])
            if renewed := people.person_at(_target(person)):
                update_session_auth_hash(request, renewed)
            messages.success(
                request, _("Your new password counts from now on. Other devices are signed out.")
            )
            return redirect("profile")
    return form_page(request, "storefront/account/password.html", form)


@require_http_methods(["GET", "POST"])
def contact(request: VisitorRequest) -> HttpResponse:
    """Another e-mail address or phone number: with the password, then by a code sent there."""
    person = who.require_person(request)
    who.require_customer(request)
    asks = person.has_usable_password()
    form = ContactForm(posted(request), country=request.country, asks_password=asks)
    if form.is_valid() and asks:
        _prove(form, request, person)
    if form.is_valid():
        return signing.send_code(request, form.cleaned_data["target"], signing.CONFIRM)
    return form_page(request, "storefront/account/contact.html", form)


@require_http_methods(["GET", "POST"])
def delete_account(request: VisitorRequest) -> HttpResponse:
    customer = who.require_customer(request)
    form = DeleteForm(posted(request))
    if form.is_valid():
        form.attempt(identity.delete_account, person_id=request.user.pk)
        if not form.errors:
            logout(request)
            messages.success(request, _("Your account is deleted. Goodbye, and thank you."))
            return redirect("home")
    return form_page(
        request, "storefront/account/delete.html", form,
        wallet=wallet.balance(request.country.key, customer),
        going_on=any(status in PROGRESS[:-1] for status in orders.customer_counts(customer)),
    )  # fmt: skip


@require_GET
def inbox(request: VisitorRequest) -> HttpResponse:
    """The messages we sent, the newest first."""
    person = who.require_person(request)
    who.require_customer(request)
    found = letters.inbox(person.pk, request.country.key, uuid_or_none(request.GET, "after"))
    older = found[-1].id if len(found) == letters.PAGE else None
    unread = any(letter.read_at is None for letter in found)
    return render(
        request, "storefront/account/inbox.html", {"letters": found, "older": older, "unread": unread}
    )


@require_POST
def inbox_read(request: VisitorRequest) -> HttpResponse:
    person = who.require_person(request)
    who.require_customer(request)
    post.mark_read(person_id=person.pk, country=request.country.key)
    return redirect("inbox")


@require_GET
@cache_control(private=True, max_age=0)
def offline(request: VisitorRequest) -> HttpResponse:
    """What the browser keeps to show when there is no connection: the same for everybody."""
    request.user = AnonymousUser()
    return render(request, "storefront/account/offline.html")


def _prove(form: ShopForm, request: VisitorRequest, person: Person) -> None:
    """That it is really them who sits there: the form gets an error otherwise."""
    form.attempt(
        identity.authenticate, target=_target(person),
        password=form.cleaned_data["password"], source=request.META.get("REMOTE_ADDR", ""),
    )  # fmt: skip


def _target(person: Person) -> str:
    """What they sign in with: one of the two is there as long as they may."""
    return person.email or person.phone or ""


def _languages(request: VisitorRequest) -> list[tuple[str, str]]:
    return [(tag, get_language_info(tag)["name_local"]) for tag in request.country.languages]
