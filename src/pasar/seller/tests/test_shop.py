"""Applying, and the shop's settings."""

import pytest

from pasar.finance.payouts import queries as payouts
from pasar.kernel import limits
from pasar.market.messages import queries as messages
from pasar.market.sellers import operations as sellers
from pasar.market.sellers import queries
from pasar.seller.home.rules import next_settlement
from pasar.seller.tests import making


def application(**changes):
    return {
        "shop_name": "Toko Tono", "class_key": "home", "kind": "person", "legal_name": "Tono Wijaya",
        "identity_number": "3174012345670009", "phone": "0812 3456 7890", "email": "tono@mail.example",
        "line1": "Jl. Tebet 5", "bank_code": "BCA", "account_number": "5550001234", "account_holder": "Tono Wijaya",
        "agreed": "on", **making.PLACE, **changes,
    }  # fmt: skip


@pytest.fixture
def tono(country):
    return making.Browser(making.join("tono@mail.example"))


def test_a_person_applies_waits_is_refused_tries_again_and_opens(tono):
    assert tono.get("apply/").status_code == 200
    assert tono.post("apply/", application()).status_code == 302
    [found] = queries.applications("id")
    assert "is being looked at" in tono.get().content.decode()
    assert tono.get("apply/").status_code == 302
    sellers.refuse(seller_id=found.id, actor="person:1", reason="The card is not readable")
    assert "The card is not readable" in tono.get().content.decode()
    page = tono.get("apply/").content.decode()
    assert 'value="Tono Wijaya"' in page
    assert 'value="31.74.01.1001" selected' in page
    assert tono.post("apply/", application(shop_name="Toko Tono Jaya")).status_code == 302
    sellers.approve(seller_id=found.id, actor="person:1")
    assert "Toko Tono Jaya" in tono.get().content.decode()
    assert payouts.account(found.id).bank_code == "BCA"


@pytest.mark.parametrize(
    "changes",
    [
        {"identity_number": "12"}, {"phone": "1"}, {"bank_code": "XYZ"}, {"account_number": "-"}, {"shop_name": "x"},
        {"agreed": ""}, {"class_key": "retail"}, {"level-3": ""}, {"line1": ""}, {"email": "x"}, {"kind": ""},
    ],
)  # fmt: skip
def test_a_wrong_part_of_the_application_is_said(tono, changes):
    answer = tono.post("apply/", application(**changes))
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert queries.applications("id") == []


def test_the_place_is_chosen_step_by_step_without_a_script(tono):
    page = tono.post("apply/", {"shop_name": "Toko", "level-0": "31", "step": "1"})
    assert page.status_code == 200
    assert "Kota Jakarta Selatan" in page.content.decode() or "South Jakarta" in page.content.decode()
    assert 'value="Toko"' in page.content.decode()


def test_the_shop_gets_a_look_a_logo_and_a_holiday(stall, browser):
    look = {"name": "Sari Rasa", "tagline": "Kaos adem", "description": "Sejak 1999", "dispatch_days": "2"}
    assert browser.post("shop/", {**look, "paused": "on", "logo": making.photo()}).status_code == 302
    shop = queries.shop_of(stall.seller_id)
    assert (shop.name, shop.open, shop.paused, shop.logo["kind"]) == ("Sari Rasa", False, True, "upload")
    assert browser.post("shop/", {**look, "remove_logo": "on"}).status_code == 302
    shop = queries.shop_of(stall.seller_id)
    assert (shop.open, shop.logo) == (True, None)
    for wrong in ({"dispatch_days": "99"}, {"name": ""}, {"logo": making.photo(size=(10, 10))}):
        assert browser.post("shop/", {**look, **wrong}).status_code == 422
    assert queries.shop_of(stall.seller_id).name == "Sari Rasa"


def test_the_bank_account_changes_with_the_password_only_and_is_told(stall, browser):
    new = {"bank_code": "BRI", "number": "777000888", "holder": "Sari"}
    assert browser.post("shop/account/", {**new, "password": "guess-guess"}).status_code == 422
    assert payouts.account(stall.seller_id).bank_code == "BCA"
    assert browser.post("shop/account/", {**new, "password": making.PASSWORD}).status_code == 302
    assert payouts.account(stall.seller_id).bank_code == "BRI"
    assert "777000888" not in browser.get("shop/").content.decode()
    assert messages.inbox(stall.person_id, "id")[0].subject == "Your payout account was changed"


def test_guesses_of_the_password_are_counted_by_where_they_come_from(stall, browser, monkeypatch):
    tried = []
    monkeypatch.setattr(limits, "hit", lambda key, **_limit: tried.append(key))
    browser.post(
        "shop/account/",
        {"bank_code": "BRI", "number": "777000888", "holder": "Sari", "password": "guess-guess"},
    )
    assert "sign-in-from:127.0.0.1" in tried


def test_parcels_leave_from_a_new_address(stall, browser):
    sent = {"name": "Gudang Sari", "phone": "0812 3456 7890", "line1": "Jl. Baru 9", **making.PLACE}
    assert browser.post("shop/address/", {**sent, "line1": ""}).status_code == 422
    assert browser.post("shop/address/", sent).status_code == 302
    assert queries.warehouse_of(stall.seller_id).line1 == "Jl. Baru 9"
    assert queries.warehouse_of(stall.seller_id).id == stall.warehouse_id


def test_helpers_come_and_go(stall, browser):
    helper = making.join("rina@mail.example")
    nobody = browser.post("shop/people/", {"target": "nobody@mail.example"})
    assert nobody.status_code == 422
    assert "Nobody with this e-mail or phone" in nobody.content.decode()
    assert browser.post("shop/people/", {"target": "Rina@mail.example"}).status_code == 302
    assert making.Browser(helper).get("orders/").status_code == 200
    browser.post(f"shop/people/{helper}/remove/")
    assert making.Browser(helper).get("orders/").status_code == 302
    browser.post(f"shop/people/{stall.person_id}/remove/")
    assert browser.get("orders/").status_code == 200


def test_the_next_statement_is_always_ahead():
    from datetime import date, timedelta

    monday = date(2026, 11, 23)
    for today in (monday + timedelta(days=n) for n in range(14)):
        for weekday in range(7):
            found = next_settlement(today, weekday)
            assert found.weekday() == weekday
            assert today < found <= today + timedelta(days=7)
