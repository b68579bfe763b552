"""What holds for every address of the customers' journeys, taken from the address list so that none is forgotten."""

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern

from pasar.storefront.account.urls import urlpatterns as account
from pasar.storefront.basket.urls import urlpatterns as basket
from pasar.storefront.checkout.urls import urlpatterns as checkout
from pasar.storefront.orders.urls import urlpatterns as orders
from pasar.storefront.tests.making import Visitor, join, visitor
from pasar.storefront.wallet.urls import urlpatterns as wallet

EVERYBODYS = {
    "account", "sign_in", "sign_up", "sign_out", "code", "reset", "offline", "areas", "basket",
    "basket_add", "basket_units",
    "basket_remove", "basket_undo", "basket_select", "basket_seen",
    "basket_save", "basket_back", "basket_tidy", "basket_later",
}  # fmt: skip
"""Open to guests; all others lead to the sign-in."""


def address(pattern: URLPattern) -> str:
    return (
        str(pattern.pattern)
        .replace("<own:address_id>", "1")
        .replace("<uuid:purchase_id>", str(uuid.UUID(int=1)))
        .replace("<uuid:order_id>", str(uuid.UUID(int=1)))
        .replace("<uuid:payment_id>", str(uuid.UUID(int=1)))
    )


ALL = {str(pattern.name): address(pattern) for pattern in (*account, *basket, *checkout, *orders, *wallet)}


@pytest.mark.parametrize("name", sorted(set(ALL) - EVERYBODYS))
def test_what_is_somebodys_own_asks_a_guest_to_sign_in(country, name):
    for answer in (Visitor().get(ALL[name]), Visitor().post(ALL[name])):
        assert answer.status_code in (302, 405), (name, answer.status_code)
        assert answer.status_code == 405 or "/account/sign-in/" in answer.url


@pytest.mark.parametrize("name", sorted(ALL))
def test_nothing_is_sent_without_its_token(country, name):
    answer = Client(enforce_csrf_checks=True).post(f"/id/en/{ALL[name]}", {"target": "x@mail.example"})
    assert answer.status_code in (403, 405)


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize(
    "junk", ["\0", "é" * 5000, "'; DROP TABLE x; --", "{{7*7}}", "<script>alert(1)</script>"]
)
def test_junk_in_every_field_is_answered_in_the_shops_words(country, name, junk):
    join()
    who = visitor("siti@mail.example")
    fields = (
        "target", "name", "code", "password", "new", "next", "recipient", "phone", "line1", "level-0", "q", "pick",
        "sku_id",
        "units", "typed", "selected", "shop_id", "key", "total", "address", "method", "note", "sku", "amount", "quick",
        "reason", "line", "rating", "text", "language", "after", "at", "show", "to", "removed",
    )  # fmt: skip
    for answer in (
        who.post(ALL[name], dict.fromkeys(fields, junk)),
        who.get(ALL[name], dict.fromkeys(fields, junk)),
    ):
        assert answer.status_code < 500, name
        assert b"<script>alert(1)" not in answer.content
        assert b">49<" not in answer.content


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("account/", 6),
        ("account/addresses/", 3),
        ("account/messages/", 3),
        ("wallet/", 4),
        ("account/profile/", 3),
    ],
)
def test_pages_take_a_fixed_number_of_queries(country, django_assert_num_queries, path, queries):
    join()
    who = visitor("siti@mail.example")
    who.get(path)
    with django_assert_num_queries(queries):
        who.get(path)


@pytest.mark.parametrize(
    ("opened", "page"),
    [("basket/add/", "/id/en/basket/"), ("checkout/place/", "/id/en/checkout/"), ("theme/", "/id/en/")],
)
def test_a_buttons_address_opened_in_a_browser_leads_to_the_page_of_the_button(country, opened, page):
    answer = Client().get(f"/id/en/{opened}", headers={"accept": "text/html,*/*"})
    assert (answer.status_code, answer["Location"]) == (302, page)


def test_a_page_too_old_to_be_sent_does_not_speak_of_the_right_account(country):
    answer = Client(enforce_csrf_checks=True).post("/id/en/basket/add/", {"sku_id": "1"})
    assert answer.status_code == 403
    assert b"too old to be sent" in answer.content
    assert b"right account" not in answer.content
