"""A person joins with a code, applies for a shop, and an operator lets them sell."""

import re

from playwright.sync_api import expect


def test_from_joining_to_a_shop_of_ones_own(visit):
    somebody = visit("id/en", width=360)
    somebody.sign_up("Dewi Lestari", "dewi@journey.example")
    page = somebody.page

    somebody.open("seller/apply/")
    page.fill("[name=shop_name]", "Toko Dewi")
    page.check("[name=class_key][value=home]")
    page.check("[name=kind][value=person]")
    page.fill("[name=legal_name]", "Dewi Lestari")
    page.fill("[name=identity_number]", "3174014101900001")
    page.fill("[name=phone]", "081234567890")
    for level, code in enumerate(("31", "31.74", "31.74.01", "31.74.01.1001")):
        page.select_option(f"[name=level-{level}]", code)
        if level < 3:
            page.wait_for_selector(f"[name=level-{level + 1}]")
    page.fill("[name=line1]", "Jl. Tebet 1")
    page.locator("[name=bank_code]").select_option(index=1)
    page.fill("[name=account_number]", "1234567890")
    page.fill("[name=account_holder]", "Dewi Lestari")
    page.check("[name=agreed]")
    somebody.click("form button.btn-primary.btn-large")
    expect(page.locator(".field-error")).to_have_count(0)

    operator = visit("id/en", width=1280)
    desk = operator.open("/console/id/sellers/")
    desk.locator("input:not([type=hidden])").nth(0).fill("operator@id.pasar.example")
    desk.fill("[type=password]", "pasar-demo")
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile("/console/id/"))
    operator.open("/console/id/sellers/")
    operator.click('a:has-text("Toko Dewi"), a:has-text("Dewi Lestari")')
    operator.click('form[action$="/approve/"] button')

    somebody.open("seller/listings/new/")
    expect(page.locator(".cats").first).to_be_visible()
