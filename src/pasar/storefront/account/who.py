"""Who is asking: the customer of this venture, and whose basket is meant.

A person who never bought in this venture is no customer of it yet: `require_customer` makes them one when they do the
first thing that needs it, and their guest's basket becomes theirs.
"""

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpResponse

from pasar.kernel.errors import SignInNeeded
from pasar.kernel.ids import CustomerId
from pasar.market.basket import operations as baskets
from pasar.market.basket.rules import Owner, new_token, token_hash
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.identity.batch import Session
from pasar.market.identity.queries import Person
from pasar.ui.requests import VentureRequest

GUEST_COOKIE = "pasar_guest"
GUEST_AGE_S = 60 * 60 * 24 * 60
CUSTOMERS = "customers"
"""In the session: which customer the person is, by country."""


class VisitorRequest(VentureRequest):
    """A request for a customers' page. Never made, as its base: what was found out about the visitor stays with it."""

    _customer_id: CustomerId | None
    _new_guest: str


def customer_id(request: VisitorRequest) -> CustomerId | None:
    """The signed-in person's customer in this venture, if they are one. One query, once a request."""
    if not hasattr(request, "_customer_id"):
        person = request.user
        found = people.customer_of(request.country.key, person.pk) if person.is_authenticated else None
        request._customer_id = found
    return request._customer_id


def require_person(request: VisitorRequest) -> Person:
    """Who is signed in.  Raises SignInNeeded."""
    if not request.user.is_authenticated:
        raise SignInNeeded
    return request.user


def require_customer(request: VisitorRequest) -> CustomerId:
    """The signed-in person's customer in this venture, made on first use.  Raises SignInNeeded."""
    person = require_person(request)
    found = customer_id(request)
    if found is None:
        found = identity.ensure_customer(
            country=request.country.key, person_id=person.pk, language=request.language
        )
        request._customer_id = found
        merge_guest(request, found)
    _remember(request, found)
    return found


def claimed_customer(request: VisitorRequest) -> tuple[CustomerId, Session] | None:
    """Which customer the signed session says it is of, without asking the database: whether the session still holds
    is for whoever acts on it to look up. None when it does not say."""
    session = request.session
    customer = session.get(CUSTOMERS, {}).get(request.country.key)
    if customer is None or SESSION_KEY not in session:
        return None
    return CustomerId(customer), Session(
        int(session[SESSION_KEY]), session.get("sid", ""), session.get(HASH_SESSION_KEY, "")
    )


def _remember(request: VisitorRequest, customer: CustomerId) -> None:
    known = request.session.get(CUSTOMERS, {})
    if known.get(request.country.key) != customer:
        request.session[CUSTOMERS] = known | {request.country.key: customer}


def basket_owner(request: VisitorRequest) -> Owner:
    """Whose basket this visitor looks at: the customer's, else the one of the browser's guest token, if any."""
    found = customer_id(request)
    if found is not None:
        return Owner(customer_id=found)
    return Owner(guest_token=guest_token(request))


def ensure_basket_owner(request: VisitorRequest) -> Owner:
    """As `basket_owner`, with a new token for a browser that has none; `keep_guest` sends it."""
    owner = basket_owner(request)
    if not owner.is_somebody:
        request._new_guest = new_token()
        owner = Owner(guest_token=request._new_guest)
    return owner


def keep_guest(request: VisitorRequest, response: HttpResponse) -> HttpResponse:
    """Give the browser the token that `ensure_basket_owner` made for it."""
    if token := getattr(request, "_new_guest", None):
        response.set_cookie(
            GUEST_COOKIE, token, max_age=GUEST_AGE_S, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def guest_token(request: VisitorRequest) -> str | None:
    """The browser's token, if it is one that we could have given."""
    token = request.COOKIES.get(GUEST_COOKIE)
    return token if token_hash(token) else None


def merge_guest(request: VisitorRequest, customer: CustomerId) -> None:
    """Put what the browser's guest collected in this venture into the customer's basket."""
    if token := guest_token(request):
        baskets.merge(country=request.country.key, guest_token=token, customer_id=customer)
