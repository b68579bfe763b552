"""Takes the README's screenshots of a running market with its demo world, as WebP in docs/screenshots.

    ./pasar up --port 8000          # in another terminal; wait until the demo world is whole
    .venv/bin/python scripts/screenshots.py http://127.0.0.1:8000

Needs the development packages (`./pasar test` installs them) and a chromium: Debian's, or one named in CHROMIUM.
Phone pages are 360 px wide in a plain frame, the console 1280 px. No picture is larger than 150 KB.
"""

import argparse
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs/screenshots"
MOST_BYTES = 150 * 1024
PHONE, DESK = (360, 760), (1280, 860)
FRAME, CORNER = 22, 66
PASSWORD = "pasar-demo"  # noqa: S105 - everybody knows it


@dataclass(frozen=True)
class Shot:
    name: str
    way: Callable[[Page, str], None]
    """How to get there."""
    person: str = ""
    size: tuple[int, int] = PHONE


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--only", nargs="*", default=[], help="names of shots")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for shot in SHOTS:
            if not arguments.only or shot.name in arguments.only:
                take(browser, arguments.address.rstrip("/"), shot, arguments.out)
        browser.close()


def take(browser: Browser, address: str, shot: Shot, out: Path) -> None:
    phone = shot.size == PHONE
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=2 if phone else 1, is_mobile=phone,
        has_touch=phone, reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    if shot.person:
        sign_in(page, address, shot.person)
    shot.way(page, address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(each => each.loading = 'eager')")
    page.wait_for_timeout(600)
    picture = Image.open(io.BytesIO(page.screenshot()))
    size = save(framed(picture) if phone else picture, out / f"{shot.name}.webp")
    print(f"{shot.name:10} {size / 1024:5.0f} KB  {page.url.removeprefix(address)}")
    context.close()


def sign_in(page: Page, address: str, person: str) -> None:
    country = person.split("@")[1].split(".")[0]
    page.goto(f"{address}/{country}/en/account/sign-in/")
    page.fill("[name=target]", person)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_load_state("networkidle")
    if "/sign-in/" in page.url:
        raise SystemExit(f"{person} could not sign in: has the demo world been loaded?")


def framed(picture: Image.Image) -> Image.Image:
    """In a plain dark frame with round corners."""
    width, height = picture.width + 2 * FRAME, picture.height + 2 * FRAME
    frame = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(frame).rounded_rectangle((0, 0, width - 1, height - 1), CORNER, fill=(27, 24, 46, 255))
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, picture.width - 1, picture.height - 1), CORNER - FRAME, fill=255
    )
    frame.paste(picture, (FRAME, FRAME), mask)
    return frame


def save(picture: Image.Image, path: Path) -> int:
    """As large as allowed, as good as fits; return the bytes."""
    for quality in (82, 72, 60, 48, 36):
        picture.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= MOST_BYTES:
            break
    return path.stat().st_size


def goto(path: str) -> Callable[[Page, str], None]:
    return lambda page, address: page.goto(address + path) and None


def product(page: Page, address: str) -> None:
    """The first good of a search that has variants and reviews to show."""
    page.goto(f"{address}/id/id/search/?q=tas+ransel&sort=sold")
    first(page, r"/id/id/p/")


def first(page: Page, pattern: str) -> None:
    links = page.locator("main a[href]")
    hrefs = links.evaluate_all("all => all.map(each => each.getAttribute('href'))")
    for href in hrefs:
        if re.search(pattern, href):
            page.goto(
                page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + href
                if href[0] == "/"
                else href
            )
            return
    raise SystemExit(f"no link like {pattern} on {page.url}")


def order(page: Page, address: str) -> None:
    page.goto(f"{address}/id/id/orders/?status=shipped")
    first(page, r"/id/id/orders/[0-9a-f-]{36}/")


def checkout(page: Page, address: str) -> None:
    page.goto(f"{address}/id/id/checkout/")


CUSTOMER = "customer@id.pasar.example"
SHOTS = (
    Shot("home", goto("/id/id/")),
    Shot("thai", goto("/th/th/")),
    Shot("search", goto("/vn/vi/search/?q=noi+com+dien")),
    Shot("product", product),
    Shot("basket", goto("/id/id/basket/"), CUSTOMER),
    Shot("checkout", checkout, CUSTOMER),
    Shot("order", order, CUSTOMER),
    Shot("wallet", goto("/id/id/wallet/"), CUSTOMER),
    Shot("seller", goto("/id/en/seller/"), "seller@id.pasar.example"),
    Shot("console", goto("/console/"), "operator@id.pasar.example", DESK),
)

if __name__ == "__main__":
    main()
