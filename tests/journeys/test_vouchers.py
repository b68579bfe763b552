"""A seller gives a voucher on a phone; customers collect it, with scripts and without; the seller ends it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_customer import first_listing, own_shop
from tests.journeys.test_pages import violations


def test_a_seller_gives_a_voucher_and_it_is_collected_on_a_phone(visit):
    seller = visit("id/id", width=360).sign_in("seller")
    shop = own_shop(seller)
    seller.open("seller/vouchers/")
    seller.click('main a[href$="/seller/vouchers/new/"]')
    seller.click('main a[href$="/new/amount_off/"]')
    form = seller.page
    form.fill("[name=name]", "Diskon lentera")
    form.fill("[name=term-off_minor]", "lima ribu")
    form.fill("[name=quota]", "20")
    seller.click("main .saving button")
    # What was wrong is said at its field, what was typed is still there.
    expect(form.locator("#id_term-off_minor-error")).to_be_visible()
    expect(form.locator("[name=name]")).to_have_value("Diskon lentera")
    form.fill("[name=term-off_minor]", "5.000")
    seller.click("main .saving button")
    expect(form).to_have_url(re.compile(r"/seller/vouchers/\d+/$"))
    voucher = form.url

    # A customer takes it where they meet it, without leaving the shop's page.
    customer = visit("id/en", width=360).sign_in("customer")
    customer.open(f"shop/{shop}/")
    ticket = customer.page.locator('.ticket:has-text("Diskon lentera")')
    expect(ticket).to_contain_text("Rp5.000")
    ticket.locator("button").click()
    expect(ticket.locator(".ticket-have")).to_be_visible()
    expect(customer.page.locator("#toasts .toast-good")).to_be_visible()
    expect(customer.page).to_have_url(re.compile(f"/shop/{shop}/$"))
    customer.open("account/")
    customer.click('main a[href$="/account/vouchers/"]')
    expect(customer.page.locator('.ticket:has-text("Diskon lentera")')).to_be_visible()

    # Another way in: the centre, by a browser without scripts.
    plain = visit("id/en", width=360, js=False).sign_in("customer")
    plain.open("vouchers/")
    first = plain.page.locator(".ticket:has(form)").first.get_attribute("id")
    plain.click(f"#{first} form button")
    expect(plain.page).to_have_url(re.compile(r"/vouchers/$"))
    expect(plain.page.locator(f"#{first} .ticket-have")).to_be_visible()

    seller.open(voucher)
    seller.click('form[action$="/end/"] button')
    expect(form.locator("form[action$='/end/']")).to_have_count(0)
    customer.open("account/vouchers/")
    expect(customer.page.locator('.ticket:has-text("Diskon lentera")')).to_have_count(0)


@pytest.mark.parametrize(("width", "js"), [(360, True), (1280, False)], ids=["phone", "without scripts"])
def test_the_best_combination_is_ticked_the_customers_own_choice_counts_and_is_what_is_paid(visit, width, js):
    customer = visit("id/en", width=width, js=js).sign_in("customer")
    customer.open("vouchers/")
    while (unclaimed := customer.page.locator(".ticket form button >> visible=true")).count():
        before = unclaimed.count()
        unclaimed.first.click()
        expect(unclaimed).to_have_count(before - 1)
    seller = visit("id/en", width=1280).sign_in("seller")
    customer.open(first_listing(customer, own_shop(seller)))
    customer.put_in_basket()
    customer.open("checkout/")

    page = customer.page
    ticked = page.locator('.vouchers input[name^="voucher-"]:checked')
    expect(ticked.first).to_be_checked()
    best = money(page)
    assert page.locator(".vouchers .choice:has(input:not(:checked)) .muted").first.inner_text().strip()
    if js:  # axe itself is a script
        assert violations(customer, ["checkout/"]) == []

    ours = '.vouchers button[name="best_again"]'
    ticked.first.uncheck()
    if not js:
        customer.click('.vouchers noscript button, .vouchers button:has-text("Use these vouchers")')
    expect(page.locator(ours)).to_be_visible()
    assert money(page) >= best
    page.fill("#code", "NOSUCHCODE")
    page.locator(".vouchers .joined button").click()
    expect(page.locator('.vouchers [role="alert"]')).to_contain_text("NOSUCHCODE")
    assert money(page) == best

    total = page.locator(".totals dd.total").inner_text()
    discounted = page.locator(".totals dd.money-in").count()  # none, where only coins come back
    customer.place("wallet")
    expect(page.locator("main")).to_contain_text(total)
    if discounted:
        expect(page.locator("main")).to_contain_text("Discounts")
    assert customer.errors == []


def money(page) -> int:
    """The total to be paid, in whole rupiah."""
    return int(re.sub(r"\D", "", page.locator(".totals dd.total").inner_text()))
