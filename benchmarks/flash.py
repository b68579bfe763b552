"""A flash sale as it is feared: a hundred pieces of one SKU, ten thousand signed-in buyers within ten seconds.

They come by the clock, not one after the other's answer (`open_loop`). Each taps *Buy* on the sale's page, which they
had open while it counted down; stands in line when that is the answer, on the page that looks again by itself; and
when it is their turn goes through checkout, whose form is read from the page as a browser would. One in five chooses
a payment and never pays it, one in twenty lets the turn go by. Then the clock is moved past every hold, and the line
is served.
"""

import heapq
import itertools
import os
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from benchmarks import load, pages, world
from benchmarks.checkout import used
from benchmarks.figures import Figure
from benchmarks.market import home, market
from benchmarks.open_loop import Answer, OpenLoop

if TYPE_CHECKING:
    from pasar.market.checkout.requests import PlaceRequest

PIECES = 100
BUYERS = 10_000
WITHIN_S = 10.0
NEVER_PAYS = 5
LETS_IT_GO = 20
LOOKS_AT_PAGE = 10
"""Every so many-eth buyer comes to the sale's page only now."""
AFTERWARDS_S = 60.0
HOLDS_END = timedelta(minutes=31)
ROOT = f"/{world.COUNTRY}/en/"


class Form(HTMLParser):
    """What a browser would send of the form `buy`, as the page came."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self._inside = found.get("id") == "buy"
        if tag != "input" or not found.get("name") or not (self._inside or found.get("form") == "buy"):
            return
        if found.get("type") in ("radio", "checkbox") and "checked" not in found:
            return
        self.fields[str(found["name"])] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


@dataclass
class Buyer:
    number: int
    shopper: world.Shopper
    cookies: str
    state: str = "coming"
    line: str = ""


@dataclass
class Heard:
    """Answers by what was asked for."""

    took_s: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    by_step: dict[str, Counter[str]] = field(default_factory=dict)

    def note(self, step: str, answer: Answer) -> None:
        self.took_s.setdefault(step, []).append(answer.took_s)
        status = str(answer.status or "lost")
        self.statuses[status] += 1
        self.by_step.setdefault(step, Counter())[status] += 1

    @property
    def all_s(self) -> list[float]:
        return [each for step in self.took_s.values() for each in step]

    @property
    def failed_share(self) -> float:
        bad = sum(n for status, n in self.statuses.items() if status[0] in "5l")
        return bad / max(sum(self.statuses.values()), 1)


class Sale:
    """One item of a slot that runs, and those who want it."""

    def __init__(
        self, loop: OpenLoop, item_id: int, sku_id: int, price_minor: int, buyers: list[Buyer]
    ) -> None:
        self.loop, self.item_id, self.sku_id, self.buyers = loop, item_id, sku_id, buyers
        self.price_minor = price_minor
        self.heard = Heard()
        self.everybody_pays = False
        self.last = 0.0
        """When the last who came had been answered."""

    def come(self, within_s: float) -> None:
        begin = time.monotonic() + 0.2
        for n, buyer in enumerate(self.buyers):
            at = begin + within_s * n / len(self.buyers)
            if n % LOOKS_AT_PAGE == 0:
                self._get(at, buyer, "page", ROOT + "flash/", lambda _answer: None)
            self._tap(at, buyer)

    def states(self) -> Counter[str]:
        return Counter(each.state for each in self.buyers)

    def _tap(self, at: float, buyer: Buyer) -> None:
        fields = {"csrfmiddlewaretoken": buyer.shopper.token}
        self._post(
            at, buyer, "tap", f"{ROOT}flash/{self.item_id}/join/", fields, lambda a: self._tapped(buyer, a)
        )

    def _tapped(self, buyer: Buyer, answer: Answer) -> None:
        if answer.status == 302 and "/line/" in answer.header(b"location"):
            buyer.state, buyer.line = "line", answer.header(b"location")
            self._look(time.monotonic(), buyer)
        elif answer.status in (429, 503):
            self._again(answer, lambda at: self._tap(at, buyer))
        else:
            buyer.state = "sold out" if answer.status == 409 else f"tap {answer.status}"

    def _look(self, at: float, buyer: Buyer) -> None:
        self._get(at, buyer, "line", buyer.line, lambda a: self._looked(buyer, a))

    def _looked(self, buyer: Buyer, answer: Answer) -> None:
        if answer.status in (429, 503):
            self._again(answer, lambda at: self._look(at, buyer))
        elif "It is your turn" in answer.text:
            self._turn(buyer)
        elif wait := answer.header(b"refresh"):
            self._look(time.monotonic() + float(wait.partition(";")[0]), buyer)
        else:
            buyer.state = "over"

    def _turn(self, buyer: Buyer) -> None:
        buyer.state = "turn"
        if not self.everybody_pays and buyer.number % LETS_IT_GO == LETS_IT_GO - 1:
            return
        self._checkout(time.monotonic(), buyer)

    def _checkout(self, at: float, buyer: Buyer) -> None:
        address = f"{ROOT}checkout/?" + urlencode({"sku": self.sku_id, "units": 1})
        self._get(at, buyer, "checkout", address, lambda a: self._seen(buyer, a))

    def _seen(self, buyer: Buyer, answer: Answer) -> None:
        if answer.status in (429, 503):
            self._again(answer, lambda at: self._checkout(at, buyer))
            return
        fields = Form(answer.text).fields
        if fields.get(f"price-{self.sku_id}") != str(self.price_minor):
            # The turn was over: the page says so, and what the piece costs without the sale.
            buyer.state = "too late"
            return
        never = not self.everybody_pays and buyer.number % NEVER_PAYS == NEVER_PAYS - 1
        fields["method"] = "qr_transfer" if never else "wallet"
        self._place(time.monotonic(), buyer, fields)

    def _place(self, at: float, buyer: Buyer, fields: dict[str, str]) -> None:
        address = f"{ROOT}checkout/place/"
        self._post(at, buyer, "place", address, fields, lambda a: self._placed(buyer, a, fields))

    def _placed(self, buyer: Buyer, answer: Answer, fields: dict[str, str]) -> None:
        if answer.status in (429, 503):
            self._again(answer, lambda at: self._place(at, buyer, fields))
        elif answer.status == 302 and "/purchases/" in answer.header(b"location"):
            buyer.state = "bought" if fields["method"] == "wallet" else "to pay"
        else:
            buyer.state = f"place {answer.status}"

    def _again(self, answer: Answer, then: object) -> None:
        assert callable(then)
        then(time.monotonic() + float(answer.header(b"retry-after") or 3))

    def _get(self, at: float, buyer: Buyer, step: str, address: str, then: object) -> None:
        self._ask(at, buyer, step, ("GET", _path(address), None, {}), then)

    def _post(
        self, at: float, buyer: Buyer, step: str, address: str, fields: dict[str, str], then: object
    ) -> None:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self._ask(at, buyer, step, ("POST", _path(address), urlencode(fields).encode(), kind), then)

    def _ask(self, at: float, buyer: Buyer, step: str, request: load.Request, then: object) -> None:
        assert callable(then)
        method, path, body, headers = request
        headers = {
            **headers, "Cookie": buyer.cookies, "Connection": "close", "Accept": "text/html",
            "X-Forwarded-For": f"10.{buyer.number >> 16 & 255}.{buyer.number >> 8 & 255}.{buyer.number & 255}",
        }  # fmt: skip

        def heard(answer: Answer) -> None:
            self.last = time.monotonic()
            self.heard.note(step, answer)
            then(answer)

        self.loop.ask(at, load.as_bytes((method, path, body, headers)), heard)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + ("?" + parts.query if parts.query else "")


def open_sale(shelf: world.Shelf, pieces: int) -> tuple[int, int, float]:
    """A slot with `pieces` of the shelf's first SKU at seven tenths of the price; the item, its price, and when
    it starts (`time.monotonic()`)."""
    from pasar.kernel import clock
    from pasar.market.campaigns import operations, rules
    from pasar.market.campaigns.operations import Nomination
    from pasar.market.catalogue import queries as catalogue

    [facts] = catalogue.sku_facts([shelf.sku_ids[0]])
    starts = clock.now().replace(microsecond=0) + timedelta(seconds=8)
    slot = operations.open_slot(
        country=world.COUNTRY, starts_at=starts, ends_at=starts + timedelta(hours=2), nominate_by=starts,
        terms=rules.Terms(min_cut_bps=500, look_back_days=30, min_days_priced=0), actor="system",
    )  # fmt: skip
    nomination = Nomination(
        sku_id=shelf.sku_ids[0],
        price_minor=facts.price_minor * 7 // 10 // 5 * 5,
        units=pieces,
        per_customer=1,
    )
    item = operations.nominate(
        slot_id=slot, seller_id=shelf.seller_id, nomination=nomination, actor="person:1"
    )
    operations.approve(country=world.COUNTRY, item_ids=[item], actor="person:2")
    return item, nomination.price_minor, time.monotonic() + (starts - clock.now()).total_seconds()


def sell(
    host: str, port: int, people: list[world.Shopper], pieces: int, within_s: float
) -> dict[str, object]:
    """The sale from the first tap until the line is served; what was heard and what the books say."""
    from pasar.kernel import clock

    [shelf] = world.shelves(1, 1, units=pieces * 10)
    item, price_minor, starts = open_sale(shelf, pieces)
    world.vacuum()
    loop = OpenLoop(host, port)
    wanting = [
        # Nine of ten were here before: their browser has its mark.
        Buyer(n, each, each.cookies + (f"; pasar_device={mark(n)}" if n % 10 else ""))
        for n, each in enumerate(people)
    ]
    sale = Sale(loop, item, shelf.sku_ids[0], price_minor, wanting)
    warm_up(host, port, sale)
    time.sleep(max(starts - time.monotonic(), 0) + 0.5)
    before, began = used(), time.monotonic()
    sale.come(within_s)
    loop.run(began + within_s + 6)
    took = max(sale.last - began, within_s)
    pressed, first, at_most = used().since(before), sale.states(), loop.most_at_once
    rush, sale.heard = sale.heard, Heard()
    books_then = books(item, shelf)
    clock.wind(HOLDS_END)
    sale.everybody_pays = True
    end = time.monotonic() + AFTERWARDS_S
    loop.run(end, done=lambda: _gone(item))
    return {
        "rush": {"seconds": round(took, 1), **_told(rush, first, books_then, pressed)},
        "afterwards": _told(sale.heard, sale.states(), books(item, shelf), {}),
        "connections_at_once": at_most,
        "client_behind_ms": round(loop.late_s * 1_000),
        "p99_s": _at(rush.all_s + sale.heard.all_s, 0.99),
        "failed_share": round(max(rush.failed_share, sale.heard.failed_share), 5),
    }  # fmt: skip


def warm_up(host: str, port: int, sale: Sale) -> None:
    """What any market that has been open for a minute has done: each of its processes has shown these pages once."""
    loop, begin = OpenLoop(host, port), time.monotonic()
    [before, _] = sale.loop, setattr(sale, "loop", loop)
    for n in range(40):
        buyer = sale.buyers[-1 - n % 20]
        sale._get(begin + n * 0.08, buyer, "page", ROOT + "flash/", lambda _answer: None)
        if n % 2:
            sale._get(
                begin + n * 0.08,
                buyer,
                "page",
                f"{ROOT}checkout/?sku={sale.sku_id}&units=1",
                lambda _answer: None,
            )
    loop.run(begin + 4)
    sale.loop, sale.heard = before, Heard()


def mark(number: int) -> str:
    """A browser's mark from an earlier visit."""
    from pasar.storefront.flash.line import new_mark

    return new_mark(f"bench-device-{number:012}")


def _told(
    heard: Heard, states: Counter[str], in_books: dict[str, int], cpu: dict[str, float]
) -> dict[str, object]:
    return {
        "answers": dict(sorted(heard.statuses.items())),
        "by_step": {step: dict(found) for step, found in heard.by_step.items()},
        "p50_s": _at(heard.all_s, 0.5),
        "p99_s": _at(heard.all_s, 0.99),
        "p99_s_by_step": {step: _at(each, 0.99) for step, each in heard.took_s.items()},
        "buyers": dict(states),
        "books": in_books,
        "cpu_s": {name: round(ms / 1_000, 1) for name, ms in sorted(cpu.items()) if ms >= 50},
    }


def _at(took: list[float], share: float) -> float:
    most = heapq.nlargest(max(int(len(took) * (1 - share)), 1), took)
    return round(most[-1], 3) if most else 0.0


def _gone(item_id: int) -> bool:
    from django.db import connection

    from pasar.market.campaigns.models import Item

    found = Item.objects.get(pk=item_id)
    connection.close()
    return found.sold == found.quota and found.offered == 0 and not _unpaid()


def _unpaid() -> bool:
    from pasar.market.orders.models import Purchase

    return Purchase.objects.filter(country=world.COUNTRY, status="awaiting_payment").exists()


def books(item_id: int, shelf: world.Shelf) -> dict[str, int]:
    """What the market itself says was sold of the item."""
    from django.db import connection

    from pasar.market.campaigns.models import Item, Place
    from pasar.market.campaigns.rules import shelf_of
    from pasar.market.orders.models import Purchase
    from pasar.market.stock import queries as stock

    item = Item.objects.get(pk=item_id)
    levels = [each for each in stock.levels(shelf.sku_ids) if each.warehouse_id == shelf_of(item_id)]
    found = {
        "quota": item.quota,
        "sold": item.sold,
        "kept_for_the_called": item.offered,
        "reserved_on_its_shelf": sum(each.reserved for each in levels),
        "left_on_its_shelf": sum(each.free for each in levels),
        "paid": Purchase.objects.filter(country=world.COUNTRY, status="paid").count(),
        "awaiting_payment": Purchase.objects.filter(country=world.COUNTRY, status="awaiting_payment").count(),
        "waiting": Place.objects.filter(item_id=item_id, state="waiting").count(),
    }
    connection.close()
    return found


VOUCHERS = 1_000
TRIES = 20_000
DEBITS = 200
AFFORDED = 60


def vouchers(people: list[world.Shopper], quota: int, tries: int) -> dict[str, object]:
    """So many purchases with one voucher code, of which `quota` may have it, asked of the placing process from many
    threads; how many got it, and what the promotion says of itself."""
    from pasar.kernel import clock
    from pasar.market.promotions import operations
    from pasar.market.promotions import queries as promotions
    from pasar.market.promotions.operations.making import Draft

    [shelf] = world.shelves(1, 1, units=quota * 10, first=900)
    at = clock.now()
    promotion = operations.create(
        country=world.COUNTRY, kind="amount_off", class_key="platform_code", code="FLASHRUSH", actor="person:1",
        draft=Draft(
            name="Rush", terms={"off_minor": 5}, starts_at=at - timedelta(minutes=1),
            ends_at=at + timedelta(days=1), quota=quota,
        ),
    )  # fmt: skip
    wanted = _with_code(people[0], shelf.sku_ids[0], promotion)
    requests = [
        replace(wanted, customer_id=each.customer_id, address_id=each.address_id, key=f"voucher-{number:020}")
        for number, each in zip(range(tries), itertools.cycle(people), strict=False)
    ]
    began = time.monotonic()
    outcomes = _place_all(requests)
    found = promotions.promotion(world.COUNTRY, promotion)
    return {
        "tries": tries, "quota": quota, "outcomes": dict(outcomes), "used": found.used,
        "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip


def one_wallet(buyer: world.Shopper, debits: int, afforded: int) -> dict[str, object]:
    """Purchases of one customer all at once, with money for some of them: what was bought, and what is left."""
    from django.db import connection

    from pasar.finance.ledger import operations as ledger
    from pasar.finance.ledger.rules import AccountKey, NewTransfer
    from pasar.finance.wallet import queries as wallet
    from pasar.kernel import ids

    [shelf] = world.shelves(1, 1, units=debits * 2, first=901)
    wanted = _with_code(buyer, shelf.sku_ids[0], None)
    cost = wanted.seen_total_minor
    have = wallet.balance(world.COUNTRY, buyer.customer_id).available_minor
    ledger.post(
        [
            NewTransfer(
                id=ids.uuid7(), country=world.COUNTRY, currency="SGD", debit=AccountKey("wallet", buyer.customer_id),
                credit=AccountKey("bank"), amount_minor=have - cost * afforded - cost // 2, code="withdrawal",
                ref_kind="bench", ref_id="1",
            )
        ]
    )  # fmt: skip
    outcomes = _place_all([replace(wanted, key=f"wallet-{number:020}") for number in range(debits)])
    left = wallet.balance(world.COUNTRY, buyer.customer_id).available_minor
    connection.close()
    return {
        "debits": debits, "money_for": afforded, "outcomes": dict(outcomes), "left_minor": left,
        "exact": left == cost // 2 and outcomes["placed"] == afforded,
    }  # fmt: skip


def _with_code(shopper: world.Shopper, sku_id: int, promotion: int | None) -> "PlaceRequest":
    from pasar.market.checkout import operations as checkout
    from pasar.market.checkout.requests import PlaceRequest
    from pasar.market.checkout.rules import Wanted, Wishes

    wishes = Wishes(("FLASHRUSH",), frozenset({promotion}), False) if promotion else Wishes()
    quote = checkout.quote(
        country=world.COUNTRY, customer_id=shopper.customer_id, lines=[Wanted(sku_id, 1)],
        address_id=shopper.address_id, method="wallet", wishes=wishes,
    )  # fmt: skip
    assert not quote.problems, quote.problems
    assert not promotion or quote.discount_minor == 5, quote.applied
    return PlaceRequest(
        country=world.COUNTRY, customer_id=shopper.customer_id, key="x", lines=(Wanted(sku_id, 1),),
        address_id=shopper.address_id, method="wallet", delivery=quote.delivery, seen_total_minor=quote.total_minor,
        seen_prices={line.goods.sku_id: line.unit_minor for line in quote.lines},
        seen_shipping={parcel.shop.id: parcel.shipping_minor for parcel in quote.parcels}, from_basket=False,
        wishes=wishes,
    )  # fmt: skip


def _place_all(requests: "list[PlaceRequest]") -> Counter[str]:
    """Ask the running market's placing process, as its web processes do; what came of it."""
    from django.conf import settings

    from pasar.kernel.errors import Unavailable
    from pasar.market.checkout import combining
    from pasar.market.checkout.requests import Placed

    settings.PLACER = str(home() / "placer.sock")

    def ask(request: "PlaceRequest") -> str:
        while True:
            try:
                outcome = combining.place(request)
            except Unavailable:
                time.sleep(0.5)
                continue
            return "placed" if isinstance(outcome, Placed) else outcome.code

    with ThreadPoolExecutor(48) as threads:
        return Counter(threads.map(ask, requests))


def measure(seconds: float) -> Figure:
    """A hundred pieces and ten thousand buyers, however long `seconds` says the other benchmarks last."""
    os.environ.setdefault("PASAR_CLIENT_ADDRESS_HEADER", "X-Forwarded-For")
    with market() as (host, port):
        bare = pages.bare(port + 500, 4)
        people = world.shoppers(BUYERS, money_minor=100_000_000)
        told = sell(host, port, people, PIECES, WITHIN_S)
        print(told, file=sys.stderr, flush=True)
        told["voucher"] = vouchers(people, VOUCHERS, TRIES)
        told["wallet"] = one_wallet(people[0], DEBITS, AFFORDED)
    rush = told["rush"]
    assert isinstance(rush, dict)
    return Figure(
        name="flash",
        figure=sum(rush["answers"].values()) / rush["seconds"],
        unit="answers/s while they come",
        reference=bare,
        reference_name="a bare handler of 27 KB under the same server (pages/s)",
        seconds=rush["seconds"],
        detail=told,
    )
