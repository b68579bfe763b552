"""For whom somebody works: the seller of the session's person, never one that a request names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from pasar.kernel.errors import SignInNeeded
from pasar.market.sellers import queries as sellers
from pasar.market.sellers.queries import SellerView
from pasar.ui.requests import VentureRequest

WORKING = frozenset({"approved", "suspended"})
"""States in which there is something to work on: a suspended shop still sends what was ordered."""

View = Callable[..., HttpResponse]


class SellerRequest(VentureRequest):
    """A request for a page of the seller centre. Never made, as its base: `seller` keeps with it what it found."""

    _seller: SellerView | None


def seller(request: SellerRequest) -> SellerView | None:
    """The seller that the signed-in person acts for in this venture. One query, once a request."""
    if not hasattr(request, "_seller"):
        person = request.user
        request._seller = (
            sellers.seller_of(request.country.key, person.pk) if person.is_authenticated else None
        )
    return request._seller


def actor(found: SellerView) -> str:
    return f"seller:{found.id}"


def for_seller(view: View) -> View:
    """The view gets the seller second; who has no shop (yet) is led to the start page, which says how to get one.

    Raises SignInNeeded.
    """

    @wraps(view)
    def guarded(request: SellerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            raise SignInNeeded
        found = seller(request)
        if found is None or found.state not in WORKING:
            return redirect("seller_home")
        return view(request, found, *args, **kwargs)

    return guarded


def page(request: SellerRequest, template: str, form: Any = None, **context: Any) -> HttpResponse:
    """A page of the seller centre; 422 when its form comes back with errors."""
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(
        request, f"seller/{template}", {"seller": seller(request), "form": form, **context}, status=status
    )
