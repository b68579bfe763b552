import pytest

from pasar.market.checkout.tests.buying import fill_wallet
from pasar.storefront.tests.making import bank_says, visitor


@pytest.fixture
def who(siti):
    return visitor("siti@mail.example")


@pytest.mark.parametrize("typed", ["100000", "100.000", "100,000", "100 000"])
def test_topping_up_shows_the_code_then_the_money(who, siti, typed):
    answer = who.post("wallet/top-up/", {"amount": typed, "next": "/id/en/checkout/"})
    assert answer.status_code == 302
    page = who.get(answer.url)
    assert page.context["payment"].amount_minor == 10_000_000
    bank_says(page.context["payment"], "pending")
    assert "<svg" in who.get(answer.url).context["qr"]
    bank_says(page.context["payment"])
    paid = who.get(answer.url)
    assert 'href="/id/en/checkout/"' in paid.content.decode()
    assert who.get("wallet/").context["wallet"].balance_minor == 10_000_000


def test_an_amount_can_be_tapped(who):
    answer = who.post("wallet/top-up/", {"amount": "", "quick": "250000"})
    assert who.get(answer.url).context["payment"].amount_minor == 25_000_000


@pytest.mark.parametrize("typed", ["", "0", "-5", "1", "abc", "1e9", "9" * 19, "๑๒", "NaN", "\1"])
def test_no_odd_amount_is_asked_for(who, typed):
    answer = who.post("wallet/top-up/", {"amount": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_somebody_elses_top_up_is_not_there(who, budi):
    address = who.post("wallet/top-up/", {"amount": "100000"}).url
    assert visitor("budi@mail.example").get(address).status_code == 404


def test_the_history_goes_on_page_by_page(who, siti):
    for _ in range(25):
        fill_wallet(siti, 1_000_00)
    page = who.get("wallet/")
    assert len(page.context["history"].entries) == 20
    at, after = page.context["older"]
    older = who.get("wallet/", {"at": at.isoformat(), "after": str(after)})
    assert len(older.context["history"].entries) == 5
    for wrong in ({"after": "x"}, {"after": str(after), "at": "x"}, {"after": str(after)}):
        assert who.get("wallet/", wrong).status_code == 404
