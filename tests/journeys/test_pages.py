"""What holds for pages as they are shown: readable by everybody, usable by keyboard, there without a connection."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PUBLIC = (
    "",
    "c/",
    "search/?q=",
    "vouchers/",
    "basket/",
    "account/sign-in/",
    "account/sign-up/",
    "help/",
    "sandbox/mailbox/",
)
OWN = (
    "account/",
    "account/profile/",
    "account/vouchers/",
    "account/addresses/new/",
    "orders/",
    "wallet/",
    "wallet/top-up/",
    "basket/",
    "checkout/",
)
SELLERS = (
    "seller/",
    "seller/orders/",
    "seller/listings/",
    "seller/listings/new/",
    "seller/vouchers/",
    "seller/vouchers/new/",
    "seller/vouchers/new/tier_price/",
    "seller/money/",
    "seller/shop/",
)
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


def violations(visitor, paths) -> list[str]:
    """What axe finds on these pages: page, rule, and the first thing that breaks it."""
    found, axe = [], Axe()
    for path in paths:
        visitor.open(path)
        for each in axe.run(visitor.page, options=AXE).response["violations"]:
            found.append(f"{path or 'home'}: {each['id']}: {each['nodes'][0]['html'][:160]}")
    return found


@pytest.mark.parametrize(
    ("venture", "dark"), [("id/id", False), ("th/th", True)], ids=["by day", "thai by night"]
)
def test_axe_finds_no_violation_on_the_pages_of_everybody(visit, venture, dark):
    visitor = visit(venture, width=360, dark=dark)
    listing = visitor.open("search/?q=").locator('main a[href*="/p/"]').first.get_attribute("href")
    assert violations(visitor, (*PUBLIC, listing)) == []


def test_axe_finds_no_violation_on_the_pages_of_a_customer(visit):
    visitor = visit("id/id", width=360).sign_in("customer")
    visitor.open(visitor.open("search/?q=").locator('main a[href*="/p/"]').first.get_attribute("href"))
    visitor.put_in_basket()
    pages = list(OWN)
    orders = visitor.open("orders/").locator("a.order-body")
    if orders.count():
        pages.append(orders.first.get_attribute("href"))
    assert violations(visitor, pages) == []


def test_axe_finds_no_violation_in_the_seller_centre(visit):
    assert violations(visit("id/id", width=1280).sign_in("seller"), SELLERS) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("venture", ["id/id", "th/th", "vn/vi"])
def test_no_page_is_wider_than_its_screen(visit, venture, width):
    visitor = visit(venture, width=width).sign_in("customer")
    for path in (*PUBLIC, *OWN):
        page = visitor.open(path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (path, over)


def test_the_keyboard_alone_leads_to_a_purchase(visit):
    visitor = visit("id/en", width=1280).sign_in("customer")
    visitor.open(visitor.open("search/?q=").locator('main a[href*="/p/"]').first.get_attribute("href"))
    page = visitor.page
    tab_to(
        page,
        "button[type=submit]:not([name=buy_now])",
        within='form[action$="/basket/add/"], button[form=buy]',
    )
    with visitor.added():
        page.keyboard.press("Enter")
    visitor.open("checkout/")
    tab_to(page, "#method-qr_transfer, #method-wallet")
    page.keyboard.press("Space")
    page.wait_for_load_state("networkidle")
    tab_to(page, 'button[form="buy"]')
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/purchases/"))


def tab_to(page, selector: str, within: str = "", most: int = 150) -> None:
    """Press Tab until the focus is there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("([s]) => !!document.activeElement?.matches(s)", [selector]) and (
            not within or page.evaluate("([s]) => !!document.activeElement.closest(s)", [within])
        ):
            return
    raise AssertionError(f"the focus never came to {selector}")


def test_without_a_connection_what_was_seen_can_be_read_until_one_signs_out(visit):
    visitor = visit("id/en", width=360).sign_in("customer")
    page = visitor.page
    visitor.open("")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.wait_for_timeout(1000)
    for path in ("orders/", "basket/", "help/"):
        visitor.open(path)
    page.wait_for_timeout(500)
    visitor.context.set_offline(True)
    for path in ("orders/", "basket/", "help/"):
        page.goto(visitor.home + path)
        expect(page.locator("main h1")).to_be_visible()
        assert "offline" not in page.url
    page.goto(visitor.home + "wallet/top-up/")
    expect(page.locator('main a[href$="/orders/"]')).to_be_visible()

    visitor.context.set_offline(False)
    visitor.open("account/")
    visitor.click("form[data-sign-out] button")
    page.wait_for_timeout(500)
    visitor.context.set_offline(True)
    page.goto(visitor.home + "orders/")
    expect(page.locator("main .refusal")).to_be_visible()
