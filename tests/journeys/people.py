"""People at their browsers: what they do, by the addresses and fields of pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

PASSWORD = "pasar-demo"
expect.set_options(timeout=30_000)
PATIENCE_S = 60
QUIET = re.compile(
    r"inline style|status of 4\d\d|Failed to load resource|ERR_INTERNET_DISCONNECTED|Transition was"
)
"""Said by Chromium of things that are meant: refused forms, htmx restoring an empty style, no connection, a page left
before its transition ended."""


@dataclass
class Visitor:
    """Somebody with a browser, within one venture and language."""

    context: BrowserContext
    market: str
    venture: str
    js: bool = True
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("console", lambda said: self._note(said.text) if said.type == "error" else None)

    def _note(self, text: str) -> None:
        if not QUIET.search(text):
            self.errors.append(text)

    @property
    def home(self) -> str:
        return f"{self.market}/{self.venture}/"

    def open(self, path: str) -> Page:
        """Go to a page of the venture; it must be there."""
        address = (
            path
            if path.startswith("http")
            else self.market + path
            if path.startswith("/")
            else self.home + path
        )
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status < 400, (answer.status, address)
        return self.page

    def click(self, selector: str) -> None:
        """Click what can be seen, and wait for the page it leads to."""
        self.page.locator(f"{selector} >> visible=true").first.click()
        self.page.wait_for_load_state()

    def until(self, selector: str, *, seconds: int = PATIENCE_S) -> None:
        """Look at the page again and again until something is on it."""
        for _ in range(seconds * 2):
            if self.page.locator(selector).count():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(
            f"{selector} never came: {self.page.url}\n{self.page.locator('main').inner_text()[:800]}"
        )

    # signing in ---------------------------------------------------------------------------------------------

    def sign_in(self, who: str, password: str = PASSWORD) -> "Visitor":
        """who: an address, or one of the demo's `customer`, `seller`, `operator`."""
        address = who if "@" in who else f"{who}@{self.venture[:2]}.pasar.example"
        self.open("account/sign-in/")
        self.page.fill("[name=target]", address)
        self.page.fill("[name=password]", password)
        self.click("form button.btn-primary")
        expect(self.page).to_have_url(re.compile("/account/$"))
        return self

    def sign_up(self, name: str, address: str, password: str = "lentera-malam-9") -> "Visitor":
        """Join with the code that the market sends to the address."""
        self.open("account/sign-up/")
        self.page.fill("[name=name]", name)
        self.page.fill("[name=target]", address)
        self.click("form button.btn-primary")
        self.page.fill("[name=code]", self.code_for(address))
        self.page.fill("[name=password]", password)
        self.click("form button.btn-primary")
        expect(self.page).to_have_url(re.compile("/account/$"))
        return self

    def code_for(self, address: str) -> str:
        """The digits that the market sent, from the sandbox's mailbox; by a page of its own, beside this one."""
        beside = self.context.new_page()
        try:
            for _ in range(PATIENCE_S * 2):
                beside.goto(f"{self.home}sandbox/mailbox/?to={address.replace('+', '%2B')}")
                letters = beside.locator(".letter-body")
                said = letters.first.inner_text() if letters.count() else ""
                if found := re.search(r"\b(\d{6})\b", said):
                    return found[1]
                beside.wait_for_timeout(500)
        finally:
            beside.close()
        raise AssertionError(f"no code came for {address}")

    # buying -------------------------------------------------------------------------------------------------

    def search(self, words: str) -> None:
        self.open("")
        self.page.fill("#q", words)
        self.page.press("#q", "Enter")
        self.page.wait_for_url(re.compile(r"/search/\?"))

    def put_in_basket(self) -> None:
        """From a listing's page, as it stands."""
        with self.added():
            self.click(
                'form[action$="/basket/add/"] button[type=submit]:not([name=buy_now]), '
                "button[form=buy]:not([name=buy_now])"
            )

    @contextmanager
    def added(self) -> Iterator[None]:
        """What is done within puts something in the basket; it is there when this ends, and the badge shows it."""
        with self.page.expect_response(lambda answer: "/basket/add/" in answer.url and answer.status < 400):
            yield
        if self.js:
            expect(self.page.locator("[data-basket-count]").first).not_to_be_empty()

    def place(self, method: str) -> str:
        """From the checkout: choose how to pay, buy; the purchase's address.

        Prices live: where a sale began while the page was open, what changed is looked at and agreed to, once.
        """
        self.page.check(f"#method-{method}")
        if self.js:
            expect(self.page.locator(f"#method-{method}")).to_be_checked()
            self.page.wait_for_load_state("networkidle")
        else:
            self.click('section:has(input[name=method]) button[formaction$="/checkout/"]')
        self.click('button[form="buy"]')
        self.page.wait_for_url(re.compile("/purchases/|/checkout/place/"))
        if self.page.locator(".notes .changes").count():
            self.click('button[form="buy"]')
        expect(self.page).to_have_url(re.compile("/purchases/"))
        return self.page.url

    def pay_at_the_bank(self) -> None:
        """Open the demo bank from the page with the code, pay there, and see the shop notice."""
        self.until('a[href*="/pay/"]')
        address = self.page.locator('a[href*="/pay/"]').first.get_attribute("href")
        bank = self.context.new_page()
        bank.goto(str(address))
        bank.click("button[value=pay]")
        bank.close()
        if self.js:  # the page notices by itself
            expect(self.page.locator(".empty-art.good")).to_be_visible(timeout=PATIENCE_S * 1000)
        else:
            self.until(".empty-art.good")

    # selling ------------------------------------------------------------------------------------------------

    def ship(self, number: str) -> None:
        """As the seller: pack the order with this number and hand it over once the carrier has booked it."""
        self.open(f"seller/orders/?q={number}")
        self.click(".rows a.item-title")
        self.click('form[action$="/pack/"] button')
        self.until('form[action$="/hand-over/"] button')
        self.click('form[action$="/hand-over/"] button')

    # running the market -------------------------------------------------------------------------------------

    def wind(self, by: str) -> None:
        """As an operator: the market's clock, forward by one of the spans offered."""
        self.open("sandbox/clock/")
        self.click(f'button[name=by][value="{by}"]')


def picture(folder: Path, name: str = "picture.png", side: int = 900) -> str:
    """A file that somebody photographed."""
    from PIL import Image

    path = folder / name
    Image.linear_gradient("L").resize((side, side)).convert("RGB").save(path)
    return str(path)
