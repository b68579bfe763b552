"""Ways into a market through its addresses alone, for tests of how other shops failed.

Whoever acts here does so as a browser does: signed in, each form sent with the token of a page seen before, answered
by the real WSGI handler on a real PostgreSQL. Only what a browser cannot do (time, the worker's turns, looking into the
books afterwards) goes past it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from pasar.kernel import events
from pasar.market.orders import queries as order_pages
from pasar.market.promotions import operations as promotions
from pasar.market.promotions.tests.taking import make_promotion
from pasar.market.stock import queries as stock
from pasar.runtime import wiring
from pasar.storefront.tests.making import PASSWORD, Shop, Visitor, form_of

RICH = 1_000_000_000


@dataclass
class Market:
    """Two shops of Jakarta, and who looks into what came of it."""

    shop: Shop
    """Sells many of A (Rp 75.000) and two of B (Rp 19.900)."""
    other: Shop
    """Sells C (Rp 120.000)."""

    def free(self, code: str) -> int:
        return stock.free([self.sku(code)])[self.sku(code)]

    def reserved(self, code: str) -> int:
        return sum(level.reserved for level in stock.levels([self.sku(code)]))

    def sku(self, code: str) -> int:
        return (self.shop.skus | self.other.skus)[code]


class Browser(Visitor):
    """A browser without scripts that is held to its pages' tokens."""

    def __init__(self, language: str = "en", country: str = "id", cookies: Any = None) -> None:
        super().__init__(language, country)
        self.client = Client(enforce_csrf_checks=True)
        if cookies:
            self.client.cookies = cookies.copy()

    def post(self, path: str, data: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        if settings.CSRF_COOKIE_NAME not in self.client.cookies:
            self.get("account/sign-in/")
        token = self.client.cookies[settings.CSRF_COOKIE_NAME].value
        return super().post(path, {"csrfmiddlewaretoken": token} | dict(data or {}), **kwargs)

    def tab(self) -> "Browser":
        """Another tab of the same browser."""
        return Browser(cookies=self.client.cookies)

    def put_in(self, *wanted: tuple[int, int]) -> "Browser":
        """Into the basket. wanted: (SKU, pieces)."""
        for sku, units in wanted:
            answer = self.post("basket/add/", {"sku_id": sku, "units": str(units)})
            assert answer.status_code == 302, answer.content.decode()
        return self

    def asked(self, path: str = "checkout/", **chosen: str) -> dict[str, str]:
        """What the checkout's form says, after these choices were quoted anew."""
        page = self.get(path)
        if chosen:
            page = self.post("checkout/", form_of(page, "buy") | chosen)
        return form_of(page, "buy")

    def confirm(self, sent: Mapping[str, str]) -> Any:
        return self.post("checkout/place/", sent)


def signed_in(email: str) -> Browser:
    who = Browser()
    answer = who.post("account/sign-in/", {"target": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return who


def placed(answer: Any) -> bool:
    """Whether an attempt to buy led to a purchase."""
    return answer.status_code == 302 and "/purchases/" in answer.url


def purchase_of(answer: Any) -> str:
    """The number in the address that an attempt led to."""
    assert placed(answer), (answer.status_code, getattr(answer, "url", answer.content[-3000:]))
    return str(answer.url.split("/")[-2])


def bought(customer: int) -> list[Any]:
    """The customer's orders that stand."""
    return [each for each in order_pages.customer_orders(customer) if each.status != "cancelled"]


def voucher_for(
    *customers: int, kind: str = "amount_off", class_key: str = "platform_voucher", **terms: Any
) -> int:
    """A voucher of an hour, collected by these."""
    made = make_promotion(kind, class_key, **terms)
    for customer in customers:
        promotions.collect(country="id", customer_id=customer, promotion_id=made)
    return made


def work() -> None:
    """The worker's turn: news comes to all who wait for it, until there is no more."""
    events.drain(wiring.consumers())


def count(statement: str, *values: Any) -> Any:
    """One figure of the books."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def each_of(number: int, deed: Callable[[int], Any]) -> list[Callable[[], Any]]:
    """The deed once for each number, to be done at the same moment."""
    return [lambda n=n: deed(n) for n in range(number)]
