"""From a new listing to money in the bank: written, found, bought, shipped, confirmed, settled, paid out."""

import re

from playwright.sync_api import expect

from tests.journeys.people import picture


def test_from_listing_to_payout(visit, tmp_path):
    seller = visit("id/id", width=360).sign_in("seller")
    seller.open("seller/listings/new/?q=kaos")
    seller.click('.cats a[href*="category="]')
    title = "Kaos lentera malam edisi pasar"
    form = seller.page
    form.set_input_files("#files", picture(tmp_path))
    form.locator("input[name^=title]:visible").first.fill(title)
    form.locator("textarea[name^=description]:visible").first.fill("Katun adem, jahitan rapi.")
    form.fill("[name=sku-0-price]", "88000")
    form.fill("[name=sku-0-stock]", "5")
    seller.click("button[name=publish]")
    expect(form.locator(".note-bad")).to_have_count(0)
    seller.open("seller/listings/?state=published")
    expect(form.get_by_text(title).first).to_be_visible()

    # a customer finds it within seconds and buys it past the basket
    customer = visit("id/en", width=360).sign_in("customer")
    customer.open(f"search/?q={title.replace(' ', '+')}")
    customer.until(f'main a[href*="/p/"]:has-text("{title}")')
    customer.click(f'main a[href*="/p/"]:has-text("{title}")')
    customer.click("button[name=buy_now]")
    expect(customer.page).to_have_url(re.compile(r"/checkout/\?sku="))
    customer.place("qr_transfer")
    customer.pay_at_the_bank()
    customer.click('a[href*="/orders/0"]')
    order = customer.page.url
    number = re.search(r"ID-\d{6}-[0-9A-Z]{8}", customer.page.locator("main").inner_text())[0]

    seller.ship(number)
    operator = visit("id/en", width=1280).sign_in("operator")
    operator.wind("three-days")
    customer.open(order)
    customer.until('form[action$="/extend/"]')
    customer.click('form[action$="/confirm/"] button')

    # a week later the cycle has closed and the bank has paid
    operator.wind("week")
    for _ in range(60):  # the newest statement is first
        seller.open("seller/money/")
        seller.click("a.todo")
        if number in seller.page.locator("main").inner_text():
            break
        seller.page.wait_for_timeout(1000)
    expect(seller.page.locator("main")).to_contain_text(number)
    seller.open("seller/money/")
    seller.until("a.todo:first-of-type .status-good", seconds=120)
