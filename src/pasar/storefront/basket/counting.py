"""How many lines the basket has, as the browser remembers it: the number beside the basket costs no query then."""

from django.http import HttpRequest, HttpResponse

from pasar.storefront.account.who import GUEST_AGE_S
from pasar.ui.context import COUNT_COOKIE


def keep_count(request: HttpRequest, response: HttpResponse, count: int) -> HttpResponse:
    """Let the browser know the count, and a page that htmx is changing show it."""
    if request.headers.get("HX-Request"):
        response.headers["HX-Trigger"] = f'{{"basket:count": {{"value": {count}}}}}'
    if request.COOKIES.get(COUNT_COOKIE) != str(count):
        response.set_cookie(COUNT_COOKIE, str(count), max_age=GUEST_AGE_S, samesite="Lax")
    return response


def knows_count(request: HttpRequest) -> bool:
    """Whether the browser remembers a count."""
    return request.COOKIES.get(COUNT_COOKIE, "").isdigit()


def forget_count(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the browser forget the count: it is no longer true, and the next page that can looks again."""
    if knows_count(request):
        response.delete_cookie(COUNT_COOKIE, samesite="Lax")
    return response
