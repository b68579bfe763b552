"""A flash sale of two pieces on telephones: announced, counted down, bought, sold out, and a place in the line."""

import math
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.people import picture
from tests.journeys.test_pages import violations

JAKARTA = ZoneInfo("Asia/Jakarta")
CODE = "LENTERA-KILAT"
LEAD = timedelta(seconds=75)
"""From the last turn of the clock to the opening, with what is still to be done before it."""


def test_from_the_countdown_to_sold_out(visit, tmp_path):
    seller = visit("id/id", width=360).sign_in("seller")
    title = f"Lampu lentera kilat {datetime.now(JAKARTA):%H%M%S}"
    write_listing(seller, title, tmp_path)
    operator = visit("id/en", width=1280).sign_in("operator")
    slot, hours = announce(operator)
    nominate(seller, slot, title)
    approve(operator, title)

    # Before it: how long, how many, and a word when it begins.
    customer = visit("id/en", width=360).sign_in("customer")
    customer.open(f"flash/?slot={slot}")
    deal = f'.flash-deal:has-text("{title}")'
    expect(customer.page.locator(deal)).to_contain_text("2 pieces")
    expect(customer.page.locator(f"{deal} button")).to_have_count(0)
    customer.click(".flash-remind button")
    expect(customer.page.locator('.flash-remind [aria-pressed="true"]')).to_be_visible()
    for span in hours:
        operator.wind(span)
    customer.page.reload()

    # The page sees by itself that it is on.
    expect(customer.page.locator(f"{deal} button")).to_be_visible(timeout=90_000)
    expect(customer.page.locator(deal)).to_contain_text("2 of 2 left")
    assert violations(customer, [f"flash/?slot={slot}"]) == []
    buy(customer, deal, "wallet")

    watching = visit("id/en", width=360)
    watching.open("flash/")
    others = visit("id/en", width=360).sign_in("operator")
    others.open("flash/")
    expect(others.page.locator(deal)).to_contain_text("1 of 2 left")
    assert meter(others, deal) == (1, 2)
    buy(others, deal, "qr_transfer")

    # Nothing is left, as a page that was open all the while shows; who comes now stands in line for what comes back.
    expect(watching.page.locator(deal)).to_contain_text("Sold out")
    late = visit("id/en", width=360)
    late.sign_up("Sari Wulandari", f"sari{title[-6:]}@journey.example")
    late.open("flash/")
    expect(late.page.locator(deal)).to_contain_text("Sold out")
    assert meter(late, deal) == (0, 2)
    late.click(f"{deal} button")
    expect(late.page.locator(".line-number")).to_have_text("0 people are before you")

    # The piece that nobody paid for is theirs, on the page they have kept open.
    others.click('form[action$="/cancel/"] button')
    expect(late.page.locator('a[href*="/checkout/?sku="]')).to_be_visible(timeout=60_000)
    customer.open("sandbox/mailbox/?to=customer@id.pasar.example")
    customer.until('.letter-body:has-text("sedang flash sale")')


def write_listing(seller, title: str, folder) -> None:
    seller.open("seller/listings/new/?q=kaos")
    seller.click('.cats a[href*="category="]')
    form = seller.page
    form.set_input_files("#files", picture(folder))
    form.locator("input[name^=title]:visible").first.fill(title)
    form.locator("textarea[name^=description]:visible").first.fill("Terang, hemat, hangat.")
    form.fill("[name=sku-0-price]", "80000")
    form.fill("[name=sku-0-stock]", "5")
    form.fill("[name=sku-0-code]", f"{CODE}-{title[-6:]}")
    seller.click("button[name=publish]")
    expect(form.locator(".note-bad")).to_have_count(0)


def announce(operator) -> tuple[str, list[str]]:
    """A slot of this journey's own behind those that are announced: its id, and the turns of the clock that lead
    close to it."""
    now = moment(operator.open("sandbox/clock/").locator(".pay-sum time"))
    desk = operator.open("/console/id/deals/")
    ends = [moment(each) for each in desk.locator('tr:has(a[href*="/slots/"]) td:nth-child(2) time').all()]
    away = max(math.ceil((max([*ends, now]) - now) / timedelta(hours=1)), 1)
    begins = now + timedelta(hours=away) + LEAD
    form = desk.locator('form[action$="/deals/slots/"]')
    form.locator("[name=starts_at]").evaluate(
        "(box, at) => { box.step = 1; box.value = at }", f"{begins.astimezone(JAKARTA):%Y-%m-%dT%H:%M:%S}"
    )
    for name, value in (("hours", 1), ("closes", 0), ("min_cut", 10), ("priced", 0)):
        form.locator(f"[name={name}]").fill(str(value))
    form.locator("button").click()
    row = desk.locator(f'tr:has(a[href*="/slots/"]):has(time[datetime^="{begins:%Y-%m-%dT%H:%M:%S}"])')
    expect(row).to_have_count(1)
    slot = re.search(r"/slots/(\d+)/", str(row.locator("a").get_attribute("href")))
    return slot[1], ["half-day"] * (away // 12) + ["hour"] * (away % 12)


def nominate(seller, slot: str, title: str) -> None:
    """Too dear at first: the page says the most that is accepted, and that is taken."""
    seller.open(f"seller/deals/slots/{slot}/?q={CODE}-{title[-6:]}")
    row = seller.page.locator(f'form.sku:has-text("{title}")')
    for price in ("79.000", "60.000"):
        row.locator("[name^=price-]").fill(price)
        row.locator("[name^=units-]").fill("2")
        row.locator("button").click()
        if price == "79.000":
            expect(row.locator(".field-error")).to_contain_text("72.000")
    expect(row.locator("[name^=price-]")).to_have_count(0)


def approve(operator, title: str) -> None:
    desk = operator.open("/console/id/deals/")
    desk.locator(f'tr:has-text("{title}") [name=item]').check()
    desk.locator('button[formaction$="/approve/"]').click()
    expect(desk.locator(f'tr:has-text("{title}") [name=item]')).to_have_count(0)


def buy(customer, deal: str, method: str) -> None:
    """From the flash sale's page, at its price; the purchase is then on the page."""
    customer.click(f"{deal} button")
    customer.click('a[href*="/checkout/?sku="]')
    expect(customer.page.locator("main")).to_contain_text("Rp60.000")
    customer.place(method)


def meter(visitor, deal: str) -> tuple[int, int]:
    """What the bar shows: (left, of how many)."""
    bar = visitor.page.locator(f"{deal} meter")
    return int(bar.get_attribute("value")), int(bar.get_attribute("max"))


def moment(time) -> datetime:
    return datetime.fromisoformat(str(time.get_attribute("datetime")))
