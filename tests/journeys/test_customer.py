"""From a search to a review: paid by QR at the demo bank, shipped by the seller, carried, confirmed."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import picture
from tests.journeys.test_pages import violations


@pytest.mark.parametrize(
    ("venture", "width", "js"),
    [("id/id", 360, True), ("th/th", 1280, False), ("id/en", 1280, True)],
    ids=["indonesian on a phone", "thai on a desk without scripts", "english on a desk"],
)
def test_from_search_to_review(visit, tmp_path, venture, width, js):
    seller = visit(venture, width=1280).sign_in("seller")
    shop = own_shop(seller)
    customer = visit(venture, width=width, js=js).sign_in("customer")

    # find
    shop_name = customer.open(f"shop/{shop}/").locator("main h1").inner_text()
    title = customer.page.locator('main a[href*="/p/"] >> visible=true').first.inner_text().split("\n")[0]
    customer.search(title[:40])
    customer.click('main a[href*="/p/"]')
    expect(customer.page.locator("main h1")).to_be_visible()

    # put into the basket, choose only this, go to the checkout
    customer.open(first_listing(customer, shop))
    customer.put_in_basket()
    customer.open("basket/")
    keep_only(customer, shop)
    customer.click('a[href$="/checkout/"]')

    # buy and pay
    customer.place("qr_transfer")
    customer.pay_at_the_bank()
    customer.click(f'.order-card:has-text("{shop_name}") a[href*="/orders/0"]')
    expect(customer.page.locator(".purses .on")).to_have_count(1)
    order = customer.page.url
    number = re.search(r"[A-Z]{2}-\d{6}-[0-9A-Z]{8}", customer.page.locator("main").inner_text())[0]

    # the seller ships, the carrier carries
    seller.ship(number)
    operator = visit("id/en", width=1280).sign_in("operator")
    operator.wind("three-days")
    customer.open(order)
    customer.until('form[action$="/extend/"]')
    assert customer.page.locator(".timeline li").count() > 4

    # content with it: the shop is paid, and others hear how it is
    customer.click('form[action$="/confirm/"] button')
    customer.click('a[href$="/review/"]')
    customer.click('label[for$="-star-5"]')
    customer.page.fill("textarea[name=text]", "Bagus sekali, ใช้ดีมาก 👍")
    customer.page.set_input_files("input[name=pictures]", picture(tmp_path))
    customer.click("form:has([name=rating]) button.btn-primary")
    expect(customer.page).to_have_url(re.compile(r"/orders/[^/]+/(review/)?$"))
    customer.open(order)
    customer.click('main a[href*="/p/"]:not([aria-hidden])')
    expect(customer.page.get_by_text("Bagus sekali").first).to_be_attached()


def own_shop(seller) -> str:
    """The slug of the shop that the signed-in seller runs."""
    seller.open("seller/shop/")
    address = seller.page.locator('a[href*="/shop/"]:not([href*="/seller/"])').first.get_attribute("href")
    return str(address).rstrip("/").split("/")[-1]


@pytest.mark.parametrize(
    ("width", "js"), [(360, True), (1280, False)], ids=["on a phone", "on a desk without scripts"]
)
def test_what_is_saved_for_later_waits_below_the_basket_and_comes_back(visit, width, js):
    guest = visit("id/en", width=width, js=js)
    guest.open(guest.open("search/?q=").locator('main a[href*="/p/"]').first.get_attribute("href"))
    guest.put_in_basket()
    guest.open("basket/")
    title = guest.page.locator(".shop-group .line-title").inner_text()

    guest.click('form[action*="/basket/save/"] button')
    expect(guest.page.locator("#later .line-title")).to_have_text(title)
    expect(guest.page.locator(".shop-group")).to_have_count(0)
    if js:
        assert violations(guest, ["basket/"]) == []

    guest.click('#later form[action*="/basket/back/"] button')
    expect(guest.page.locator(".shop-group .line-title")).to_have_text(title)
    expect(guest.page.locator("#later")).to_have_count(0)
    expect(guest.page.locator('a[href$="/checkout/"] >> visible=true')).to_be_visible()


def first_listing(customer, shop: str) -> str:
    customer.open(f"shop/{shop}/")
    return str(customer.page.locator('main a[href*="/p/"]').first.get_attribute("href"))


def keep_only(customer, shop: str) -> None:
    """Tick in the basket nothing but this shop's lines."""
    all_lines = ":is(.basket-bar, .basket-all) .tick"  # below on a phone, above on a desk
    if customer.page.locator(f"{all_lines} >> visible=true").get_attribute("aria-checked") == "false":
        customer.click(all_lines)
    customer.click(all_lines)
    expect(customer.page.locator(f'{all_lines}[aria-checked="false"] >> visible=true')).to_be_visible()
    customer.click(f'.shop-group:has(a[href$="/shop/{shop}/"]) .group-head .tick')
    expect(customer.page.locator('a[href$="/checkout/"] >> visible=true')).to_be_visible()
