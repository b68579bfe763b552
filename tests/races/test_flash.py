"""A flash sale in small, over HTTP: many more buyers than pieces, some of whom never pay, and what comes back."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db import connection
from django.test import Client
from tests.races.together import together

from pasar.finance.ledger import queries as ledger
from pasar.kernel import clock, events
from pasar.market.campaigns import operations
from pasar.market.campaigns import queries as campaigns
from pasar.market.campaigns.models import Place
from pasar.market.campaigns.rules import LINE_PER_UNIT, shelf_of
from pasar.market.checkout.tests.buying import fill_wallet
from pasar.market.identity.models import Customer
from pasar.market.orders.models import Purchase
from pasar.market.stock import queries as stock
from pasar.market.stock.tests.making import make_customers
from pasar.runtime import wiring
from pasar.storefront.account.who import CUSTOMERS
from pasar.storefront.flash import line
from pasar.storefront.flash.tests.making import enter, forget
from pasar.storefront.tests import making

pytestmark = pytest.mark.race
PIECES, BUYERS, AT_ONCE = 10, 200, 16


class Buyer:
    """A signed-in browser that goes the way from the tap to the purchase."""

    def __init__(self, customer: int) -> None:
        self.customer, self.state, self.line = customer, "coming", ""
        person = Customer.objects.select_related("person").get(pk=customer).person
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session["sid"] = f"race-{customer}"
        session[CUSTOMERS] = {"id": customer}
        session.save()
        self.client = Client()
        self.client.cookies["pasar_session"] = session.session_key
        self.client.cookies[line.DEVICE_COOKIE] = line.new_mark(f"device-of-{customer}")

    def tap(self, item: int) -> None:
        answer = self.client.post(f"/id/en/flash/{item}/join/")
        if answer.status_code == 302:
            self.state, self.line = "in line", answer["Location"]
        else:
            assert answer.status_code == 409
            assert "gone" in answer.content.decode()
            self.state = "sold out"

    def look(self, sku: int, method: str) -> None:
        """Look at the line's page; go through checkout when it is one's turn."""
        page = self.client.get(self.line)
        assert page.status_code == 200
        if "It is your turn" not in page.content.decode():
            return
        seen = self.client.get(f"/id/en/checkout/?sku={sku}&units=1")
        assert seen.status_code == 200
        sent = making.form_of(seen, "buy") | {"method": method}
        answer = self.client.post("/id/en/checkout/place/", sent)
        assert answer.status_code == 302, answer.content.decode()
        self.state = "bought" if method == "wallet" else "to pay"


def followers() -> list[events.Consumer]:
    return [each for each in wiring.consumers() if not each.name.startswith("search.")]


def follow_up() -> None:
    """What the worker does: deadlines, and the news they make."""
    for _ in range(3):
        for name, (_every, sweep) in wiring.sweepers().items():
            if name.startswith(("orders.", "campaigns.")):
                sweep()
        events.drain(followers())


def at_once(buyers: list[Buyer], deed: Callable[[Buyer], None]) -> None:
    """As many threads as there are web threads, each with its share of the buyers."""

    def each(number: int) -> None:
        for buyer in buyers[number::AT_ONCE]:
            deed(buyer)

    results = together(*(lambda n=n: each(n) for n in range(AT_ONCE)), patience_s=240)
    assert results == [None] * AT_ONCE


def test_of_two_hundred_who_want_ten_pieces_ten_have_one_and_what_is_never_paid_goes_down_the_line(
    fresh_market_db: Any,
) -> None:
    events.register(followers())
    making.open_country()
    shop = making.open_shop("Toko Kilat", {"A": (7_500_000, 50)})
    customers = make_customers(BUYERS)
    for customer in customers:
        fill_wallet(customer, 50_000_000)
    item, starts = enter(shop, units=PIECES, per_customer=1)
    forget()
    buyers = [Buyer(each) for each in customers]
    sku = shop.skus["A"]

    with clock.frozen(starts + timedelta(seconds=1)):
        operations.open_due()
        at_once(buyers, lambda buyer: buyer.tap(item))
        waiting = [buyer for buyer in buyers if buyer.state == "in line"]
        assert len(waiting) == PIECES + PIECES * LINE_PER_UNIT
        assert Place.objects.filter(item_id=item, state="called").count() == PIECES
        called = set(Place.objects.filter(item_id=item, state="called").values_list("customer_id", flat=True))
        first = [buyer for buyer in waiting if buyer.customer in called]
        # Two choose a payment and never pay; one lets the turn go by.
        ways = {b.customer: "qr_transfer" if n in (1, 2) else "wallet" for n, b in enumerate(first)}
        at_once(first[1:], lambda buyer: buyer.look(sku, ways[buyer.customer]))
        at_once([b for b in waiting if b.customer not in called], lambda buyer: buyer.look(sku, "wallet"))
    assert Counter(b.state for b in waiting) == {"bought": 7, "to pay": 2, "in line": 101}

    with clock.frozen(starts + timedelta(minutes=70)):
        forget()
        follow_up()
        assert Place.objects.filter(item_id=item, state="called").count() == 3
        rest = [buyer for buyer in waiting if buyer.state == "in line" and buyer is not first[0]]
        at_once(rest, lambda buyer: buyer.look(sku, "wallet"))
        follow_up()
        found = campaigns.item("id", item)

    assert (found.quota, found.sold, found.offered) == (PIECES, PIECES, 0)
    paid = Purchase.objects.filter(status="paid").values_list("customer_id", flat=True)
    assert len(paid) == len(set(paid)) == PIECES
    assert not Purchase.objects.filter(status="awaiting_payment").exists()
    [shelf] = [each for each in stock.levels([sku]) if each.warehouse_id == shelf_of(item)]
    assert (shelf.on_hand, shelf.reserved, shelf.free) == (PIECES, PIECES, 0)
    assert all(each.difference_minor == 0 for each in ledger.sums())
    connection.close()
