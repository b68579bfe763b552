"""Who comes in, and how far."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from pasar.console.tests.conftest import PASSWORD, sign_in
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people

PAGES = [
    "home", "orders", "sellers", "reports", "trial_balance", "result", "journal", "settlements", "payouts", "bank",
    "fees", "promotions", "stacking", "audit", "clock",
]  # fmt: skip
ROOMS = {
    "operator": set(PAGES),
    "support": {"home", "orders", "sellers"},
    "trust": {"home", "sellers", "reports", "audit"},
    "finance": set(PAGES) - {"sellers", "reports", "clock"},
}


def address(page, country="id"):
    return reverse(f"console_{page}", args=[country])


@pytest.mark.parametrize("role", ROOMS)
def test_each_role_enters_its_rooms_and_no_other(staff, role):
    client = staff(role)
    entered = {page for page in PAGES if client.get(address(page)).status_code == 200}
    assert entered == ROOMS[role]
    assert all(client.get(address(page)).status_code == 404 for page in set(PAGES) - entered)


@pytest.mark.parametrize("page", PAGES)
def test_another_ventures_staff_finds_nothing(staff, page):
    assert staff("operator", "my").get(address(page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_led_to_the_sign_in(client, db, page):
    answer = client.get(address(page))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("console_sign_in"))


def test_customers_and_sellers_find_nothing(sold):
    for person_id in (sold.shelf.owner_id, people.customer(sold.customer_id).person_id):
        client = sign_in(person_id)
        assert {client.get(address(page)).status_code for page in PAGES} == {404}
        assert client.get(reverse("console_entry")).status_code == 404
        for model in admin.site._registry:
            changelist = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            assert client.get(changelist).status_code == 302


def test_staff_signs_in_with_the_password_and_out_again(db):
    client = Client()
    person_id = identity.sign_up(
        country="id", language="en", name="Op", email="op@example.com", password=PASSWORD
    )
    typed = {"target": "op@example.com", "password": PASSWORD}
    refused = client.post(reverse("console_sign_in"), typed)
    assert (refused.status_code, "do not open the console" in refused.content.decode()) == (422, True)

    identity.make_staff(person_id=person_id, country="th", role="support", actor="system")
    assert client.post(reverse("console_sign_in"), {**typed, "password": "another"}).status_code == 422
    answer = client.post(reverse("console_sign_in") + "?next=/console/th/orders/", typed)
    assert (answer.status_code, answer["Location"]) == (302, "/console/th/orders/")
    assert client.get(reverse("console_entry"))["Location"] == "/console/th/"
    assert client.get("/console/th/").status_code == 200

    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("console_sign_out"))
    client.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert client.get("/console/th/").status_code == 302  # a copy of the cookie signs nobody in


@pytest.mark.parametrize(
    ("country", "phone", "typed"),
    [
        ("th", "+66812345678", "081 234 5678"),
        ("sg", "+6581234567", "8123 4567"),
        ("vn", "+84912345678", "0912 345 678"),
        ("id", "+6281234567890", "+62 812 3456 7890"),
    ],
)
def test_staff_signs_in_with_a_phone_as_their_country_writes_it(db, country, phone, typed):
    person_id = identity.sign_up(
        country=country, language="en", name="Op", email=None, phone=phone, password=PASSWORD
    )
    identity.make_staff(person_id=person_id, country=country, role="operator", actor="system")
    for password, status in (("another", 422), (PASSWORD, 302)):
        sent = {"target": typed, "password": password}
        assert Client().post(reverse("console_sign_in"), sent).status_code == status


@pytest.mark.parametrize("typed", ["x", "0" * 200, "\x00", "a@b@c"])
def test_nonsense_in_the_sign_in_is_refused(db, typed):
    sent = {"target": typed, "password": PASSWORD}
    assert Client().post(reverse("console_sign_in"), sent).status_code == 422


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/console/", "/id/id/", "javascript:x"]
)
def test_the_sign_in_leads_nowhere_else(db, target):
    client = Client()
    person_id = identity.sign_up(
        country="id", language="en", name="Op", email="op@example.com", password=PASSWORD
    )
    identity.make_staff(person_id=person_id, country="id", role="operator", actor="system")
    answer = client.post(
        reverse("console_sign_in"), {"target": "op@example.com", "password": PASSWORD, "next": target}
    )
    assert answer["Location"] == "/console/"


def test_tables_show_own_ventures_rows_only(staff, sold):
    from pasar.market.orders.models import Order

    changelist = reverse("admin:orders_order_changelist")
    change = reverse("admin:orders_order_change", args=[sold.order.id])
    own, other, support = staff("operator"), staff("operator", "my"), staff("support")
    assert sold.order.number in own.get(changelist).content.decode()
    assert own.get(change).status_code == 200
    assert sold.order.number not in other.get(changelist).content.decode()
    assert other.get(change).status_code == 302
    assert support.get(changelist).status_code == 403
    assert own.post(change, {"status": "completed"}).status_code == 403
    assert own.post(reverse("admin:orders_order_delete", args=[sold.order.id])).status_code == 403
    assert Order.objects.get(pk=sold.order.id).status == "to_ship"


def test_every_table_opens(staff, sold):
    client = staff("operator")
    opened = 0
    for model in admin.site._registry:
        changelist = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        answer = client.get(changelist)
        assert answer.status_code in (200, 403), changelist
        opened += answer.status_code == 200
    assert opened >= 20


def test_the_console_has_its_own_policy(staff):
    client = staff("operator")
    for answer in (
        client.get("/console/id/"),
        client.get(reverse("admin:orders_order_changelist")),
        Client().get("/console/login/"),
    ):
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self' 'unsafe-eval';" in policy
        assert "frame-ancestors 'none'" in policy


def test_support_helps_with_an_order_and_sees_no_book(staff, sold):
    support, finance = staff("support"), staff("finance")
    order = reverse("console_order", args=["id", sold.order.id])
    money = reverse("console_order_money", args=["id", sold.order.id])
    seller = reverse("console_seller", args=["id", sold.shelf.seller_id])
    page = support.get(order).content.decode()
    assert (money in page, seller in page) == (False, True)
    assert support.get(money).status_code == 404
    page = finance.get(order).content.decode()
    assert (money in page, seller in page) == (True, False)
    assert finance.get(money).status_code == 200
    assert "Statements" not in support.get(seller).content.decode()


@pytest.mark.parametrize("typed", ["9" * 5_000, "9" * 19, "9" * 18, "-1", "x", "\u0663"])
def test_a_number_that_is_none_names_nothing(staff, typed):
    client, status = staff("operator"), 200 if typed == "9" * 18 else 404
    for page, query in {
        "audit": {"after": typed},
        "reports": {"after": typed},
        "sellers": {"state": "approved", "after": typed},
    }.items():
        assert client.get(address(page), query).status_code == status, page
    owners = reverse("console_accounts", args=["id", "seller_payable"])
    assert client.get(owners, {"owner": typed}).status_code == status


@pytest.mark.parametrize("number", ["9" * 5_000, "9223372036854775808", "9" * 18, "0"])
def test_a_row_that_cannot_be_is_not_there(staff, number):
    client = staff("operator")
    for path in (f"sellers/{number}/", f"ledger/accounts/{number}/"):
        assert client.get(f"/console/id/{path}").status_code == 404, path
    for path in (f"sellers/{number}/approve/", f"reports/{number}/uphold/", f"fees/{number}/approve/"):
        answer = client.post(f"/console/id/{path}", {"reason": "x"})
        assert answer.status_code == 404, path


def test_the_tables_speak_the_persons_language_too(staff):
    from pasar.market.identity.models import Person

    client = staff("operator")
    Person.objects.filter(email="operator@id.example.com").update(language="id", name="Siti Nugroho")
    page = client.get(reverse("admin:orders_order_changelist")).content.decode()
    assert 'lang="id"' in page
    assert "Siti Nugroho" in page


def test_a_rule_for_a_category_that_is_none_is_not_proposed(staff):
    wanted = {
        "class_key": "", "category_path": "../..", "commission": "5", "payment_fee": "1", "from_on": "2030-01-01",
        "source": "x",
    }  # fmt: skip
    answer = staff("operator").post(address("fees"), wanted)
    assert answer.status_code == 200
    assert "category_path" in answer.context["form"].errors
