import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from pasar.market.basket import queries as baskets
from pasar.market.basket.rules import Owner
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.identity.models import Code
from pasar.market.messages.models import Message
from pasar.storefront.tests.making import PASSWORD, visitor


def latest_code(target: str) -> str:
    """The digits that were sent last to an address."""
    newest = Code.objects.filter(target=target).latest("pk")
    return people.code_to_send(newest.pk).text


def told(target: str) -> list[str]:
    """What was sent to an address, codes left out."""
    sent = Message.objects.filter(address=target).exclude(template__startswith="code_").order_by("created_at")
    return [message.subject for message in sent]


def test_signing_in_leads_to_where_one_wanted_to_go(siti):
    who = visitor()
    answer = who.post(
        "account/sign-in/", {"target": "SITI@mail.example", "password": PASSWORD, "next": "/id/en/orders/"}
    )
    assert (answer.status_code, answer.url) == (302, "/id/en/orders/")
    assert who.get("orders/").status_code == 200


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_foreign_address_is_never_gone_to(siti, next_):
    answer = visitor().post(
        "account/sign-in/", {"target": "siti@mail.example", "password": PASSWORD, "next": next_}
    )
    assert answer.url == "/id/en/account/"


def test_a_wrong_password_and_an_unknown_person_are_answered_alike(siti):
    def answer(target: str) -> str:
        page = visitor().post("account/sign-in/", {"target": target, "password": "wrong-password"})
        assert page.status_code == 422
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.content.decode())
        return text.replace(target, "X")

    assert answer("siti@mail.example") == answer("nobody@mail.example")


@pytest.mark.parametrize("path", ["account/sign-up/", "account/reset/", "account/sign-in/"])
def test_asking_for_a_code_does_not_tell_who_has_an_account(siti, path):
    def answer(target: str) -> tuple[int, str, str]:
        who = visitor()
        sent = who.post(path, {"target": target, "name": "Somebody", "by_code": "1"})
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", who.get(sent.url).content.decode())
        return sent.status_code, sent.url, page.replace(target, "X")

    assert answer("siti@mail.example") == answer("nobody@mail.example")


def test_many_wrong_passwords_are_stopped_with_a_page_that_says_how_long(siti):
    who = visitor()
    for _ in range(10):
        who.post("account/sign-in/", {"target": "siti@mail.example", "password": "wrong-password"})
    stopped = who.post("account/sign-in/", {"target": "siti@mail.example", "password": PASSWORD})
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 0


def test_a_code_signs_in(siti):
    who = visitor()
    who.post("account/sign-in/", {"target": "siti@mail.example", "by_code": "1", "next": "/id/en/wallet/"})
    answer = who.post("account/code/", {"code": latest_code("siti@mail.example")})
    assert answer.url == "/id/en/wallet/"
    assert who.get("wallet/").status_code == 200


def test_a_wrong_code_says_so_beside_the_field(siti):
    who = visitor()
    who.post("account/sign-in/", {"target": "siti@mail.example", "by_code": "1"})
    real = latest_code("siti@mail.example")
    answer = who.post("account/code/", {"code": "000000" if real != "000000" else "111111"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]


def test_joining_takes_a_code_then_a_password(country):
    who = visitor()
    assert (
        who.post("account/sign-up/", {"name": "Dewi", "target": "0812-3456-7891"}).url
        == "/id/en/account/code/"
    )
    assert people.person_at("+6281234567891") is None
    answer = who.post("account/code/", {"code": latest_code("+6281234567891"), "password": "lentera-malam-9"})
    assert answer.status_code == 302
    person = people.person_at("+6281234567891")
    assert person.name == "Dewi"
    assert person.check_password("lentera-malam-9")
    assert who.get("account/").content.decode().count("Dewi")


def test_joining_with_a_known_address_leads_into_that_account_and_keeps_its_password(siti):
    who = visitor()
    who.post("account/sign-up/", {"name": "Not Siti", "target": "siti@mail.example"})
    who.post("account/code/", {"code": latest_code("siti@mail.example"), "password": "another-one-55"})
    person = people.person_at("siti@mail.example")
    assert person.name == "Siti"
    assert person.check_password(PASSWORD)


def test_an_easy_password_does_not_use_up_the_code(country):
    who = visitor()
    who.post("account/sign-up/", {"name": "Dewi", "target": "dewi@mail.example"})
    code = latest_code("dewi@mail.example")
    weak = who.post("account/code/", {"code": code, "password": "password"})
    assert weak.status_code == 422
    assert weak.context["form"].errors["password"]
    assert who.post("account/code/", {"code": code, "password": "lentera-malam-9"}).status_code == 302


def test_a_reset_ends_every_other_session(siti):
    elsewhere, who = visitor("siti@mail.example"), visitor()
    who.post("account/reset/", {"target": "siti@mail.example"})
    who.post("account/code/", {"code": latest_code("siti@mail.example"), "password": "lentera-malam-9"})
    assert who.get("orders/").status_code == 200
    assert elsewhere.get("orders/").status_code == 302


def test_after_signing_out_a_copy_of_the_cookie_is_worth_nothing(siti):
    who, thief = visitor("siti@mail.example"), visitor()
    thief.client.cookies["pasar_session"] = who.client.cookies["pasar_session"].value
    assert thief.get("orders/").status_code == 200
    who.post("account/sign-out/")
    assert thief.get("orders/").status_code == 302


def test_signing_out_is_no_link(siti):
    who = visitor("siti@mail.example")
    assert who.get("account/sign-out/").status_code == 405
    assert who.get("orders/").status_code == 200


def test_the_session_carries_no_password_between_the_steps(country):
    who = visitor()
    who.post(
        "account/sign-up/", {"name": "Dewi", "target": "dewi@mail.example", "password": "canary-word-77"}
    )
    assert "canary-word-77" not in str(who.client.session.items())


def test_a_guests_basket_becomes_the_customers_at_sign_in(siti, shop):
    who = visitor()
    who.post("basket/add/", {"sku_id": shop.skus["A"], "units": 2})
    assert baskets.count("id", Owner(customer_id=siti)) == 0
    who.post("account/sign-in/", {"target": "siti@mail.example", "password": PASSWORD})
    [line] = baskets.raw_lines("id", Owner(customer_id=siti))
    assert (line.sku_id, line.units) == (shop.skus["A"], 2)
    who.post("account/sign-out/")
    assert "Kaos A" not in who.get("basket/").content.decode()


def test_personal_pages_are_never_stored(siti):
    who = visitor("siti@mail.example")
    for path in ("account/", "orders/", "basket/", "nowhere/"):
        assert who.get(path).headers["Cache-Control"] == "private, no-store"


def test_a_new_password_needs_the_old_one(siti):
    who, elsewhere = visitor("siti@mail.example"), visitor("siti@mail.example")
    wrong = who.post("account/password/", {"password": "wrong-password", "new": "lentera-malam-9"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["password"]
    assert who.post("account/password/", {"password": PASSWORD, "new": "lentera-malam-9"}).status_code == 302
    assert who.get("orders/").status_code == 200
    assert elsewhere.get("orders/").status_code == 302


def test_another_address_needs_the_password_and_its_code(siti):
    who = visitor("siti@mail.example")
    refused = who.post("account/contact/", {"target": "new@mail.example", "password": "wrong-password"})
    assert refused.status_code == 422
    assert (
        who.post("account/contact/", {"target": "new@mail.example", "password": PASSWORD}).status_code == 302
    )
    assert people.person_at("new@mail.example") is None
    who.post("account/code/", {"code": latest_code("new@mail.example")})
    assert people.person_at("new@mail.example").name == "Siti"


def test_the_address_before_is_told_of_the_change_and_only_then(siti):
    who = visitor("siti@mail.example")
    who.post("account/contact/", {"target": "new@mail.example", "password": PASSWORD})
    who.post("account/code/", {"code": "000000" if latest_code("new@mail.example") != "000000" else "111111"})
    assert told("siti@mail.example") == []
    who.post("account/code/", {"code": latest_code("new@mail.example")})
    with translation.override("id"):
        subject = gettext("The address of your account was changed")
    assert told("siti@mail.example") == [subject]
    # A phone where there was none leaves nobody to tell.
    who.post("account/contact/", {"target": "0812 3456 7000", "password": PASSWORD})
    who.post("account/code/", {"code": latest_code("+6281234567000")})
    assert people.person_at("+6281234567000").name == "Siti"
    assert told("siti@mail.example") == [subject]


def test_a_deleted_account_is_signed_out_everywhere_and_forgotten(siti):
    who, elsewhere = visitor("siti@mail.example"), visitor("siti@mail.example")
    assert who.post("account/delete/", {}).status_code == 422
    assert who.post("account/delete/", {"sure": "on"}).status_code == 302
    assert elsewhere.get("orders/").status_code == 302
    assert people.person_at("siti@mail.example") is None


def test_the_first_visit_to_another_venture_makes_its_customer_there(siti):
    who = visitor("siti@mail.example")
    person = people.person_at("siti@mail.example")
    assert people.customer_of("my", person.pk) is None
    assert who.get("/my/en/account/").status_code == 200
    assert people.customer_of("my", person.pk) not in (None, siti)


def test_a_switched_off_person_is_out_at_once(siti):
    who = visitor("siti@mail.example")
    person = people.person_at("siti@mail.example")
    identity.delete_account(person_id=person.pk)
    assert who.get("account/profile/").status_code == 302
