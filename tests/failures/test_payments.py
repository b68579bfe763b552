"""Payments: only the bank's own word counts, for the purchase it is about, in the amount and currency asked for."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import pasar
from pasar.finance.ledger import queries as ledger
from pasar.finance.ledger.rules import AccountKey
from pasar.finance.payments import tasks
from pasar.kernel import clock
from pasar.market.orders import queries as order_pages
from pasar.runtime import urls, urls_venture
from pasar.simulate.bank.tests.town import SECRET
from pasar.simulate.outside.signing import headers
from tests.failures.market import bought, count, purchase_of, work


def scan(market, who, code: str, units: int = 1) -> UUID:
    """A purchase that waits for a payment by its code."""
    sent = who.asked(f"checkout/?sku={market.sku(code)}&units={units}", method="qr_transfer")
    return UUID(purchase_of(who.confirm(sent)))


def tell(bank, content: dict[str, Any]) -> int:
    body = orjson.dumps(content)
    signed = headers("Bank", SECRET, body, clock.now())
    return httpx.post(
        f"{bank.market_url}/notices/payments/demo_bank/", content=body, headers=signed
    ).status_code


def test_a_small_payment_buys_nothing_large(market, siti, who, bank):
    """Prevented: a genuine payment of a little that marks another, large purchase as paid."""
    small, large = scan(market, who, "B"), scan(market, who, "C", 5)
    bank.ask()
    bank.pay(bank.of(small))
    for event_id, reference in (("x1", bank.of(large).reference), ("x2", "")):
        tell(bank, {"event_id": event_id, "kind": "charge.paid", "reference": reference})
    tasks.read_notices()
    work()
    assert order_pages.purchase_page(siti, large).status == "awaiting_payment"
    bank.hear()
    work()
    assert order_pages.purchase_page(siti, small).status == "paid"
    assert order_pages.purchase_page(siti, large).status == "awaiting_payment"
    assert bank.of(large).received_minor is None


def test_a_payment_of_another_amount_buys_nothing_and_goes_back(market, siti, who, bank):
    """Prevented: goods sent for a payment of less than they cost."""
    purchase = scan(market, who, "A", 2)
    bank.ask()
    bank.pay(bank.of(purchase), "wrong")
    bank.hear()
    work()
    assert order_pages.purchase_page(siti, purchase).status == "cancelled"
    assert market.free("A") == 500
    tasks.send_refunds()
    bank.hear(after_s=30)
    payment = bank.of(purchase)
    assert payment.refunded_minor == payment.received_minor > 0
    assert ledger.balance("id", "IDR", AccountKey("payments_received")).balance_minor == 0


def test_coming_back_from_the_bank_proves_nothing(market, siti, who, bank):
    """Prevented: the browser's return to the shop, which anybody can type, taken for a payment."""
    purchase = scan(market, who, "A")
    bank.ask()
    for said in ({"status": "paid"}, {"paid": "1", "amount": "75000"}, {"result": "success", "charge": "c1"}):
        assert who.get(f"purchases/{purchase}/", said).status_code == 200
        assert who.post(f"purchases/{purchase}/", said).status_code == 405
    tasks.read_notices()
    bank.ask()
    work()
    assert order_pages.purchase_page(siti, purchase).status == "awaiting_payment"
    assert bank.of(purchase).state == "awaiting"


def test_money_is_asked_in_whole_dong_and_never_in_hundredths_of_them(market, bank):
    """Prevented: a currency without decimals that is charged a hundred times, or a thousandth."""
    dong = bank.purchase_payment(amount_minor=3_000_000, country="vn", currency="VND")
    rupiah = bank.purchase_payment(amount_minor=3_000_000_00)
    bank.ask()
    asked = {}
    for purchase in (dong, rupiah):
        payment = bank.of(purchase)
        said = dict(fields_of(payment.qr))
        asked[said["53"]] = float(said["54"])
        # What the payer reads at the bank, which knows its own document only.
        assert "3,000,000" in httpx.get(payment.pay_url).text
        assert "300,000,000" not in httpx.get(payment.pay_url).text
    assert asked == {"704": 3_000_000, "360": 3_000_000}


def test_thousands_written_with_a_mark_are_no_decimals(market, siti, who):
    """Prevented: 100.000 rupiah, as they are written in Jakarta, read as a hundred."""
    for typed in ("100.000", "100,000", "100 000", "Rp100.000", "100000"):
        answer = who.post("wallet/top-up/", {"amount": typed})
        assert answer.status_code == 302, typed
        assert who.get(answer.url).context["payment"].amount_minor == 100_000_00, typed
    for typed in ("75.000", "75,000", "75000"):
        assert "up to Rp75.000" in who.get("search/", {"q": "kaos", "max": typed}).content.decode(), typed


def fields_of(code: str) -> Iterator[tuple[str, str]]:
    """The fields of a payment code, as any bank reads them: two digits of name, two of length, the value."""
    while code:
        length = int(code[2:4])
        yield code[:2], code[4 : 4 + length]
        code = code[4 + length :]


TABLES = (
    "orders_purchase", "orders_order", "orders_line", "orders_orderevent", "payments_payment", "payments_refund",
    "ledger_transfer", "escrow_hold", "stock_level", "stock_reservation", "promotions_promotion", "promotions_use",
    "promotions_coinlot", "promotions_voucher", "catalogue_offer", "identity_person", "identity_customer",
    "identity_staffrole",
)  # fmt: skip


def routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for each in patterns:
        address = before + str(each.pattern).removeprefix("^").removesuffix(r"\Z").removesuffix("$")
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, address)
        elif isinstance(each, URLPattern):
            yield address, each.callback


def filled(route: str, number: int, key: UUID) -> str:
    """The route with what is there in its places: a purchase's or order's id, a SKU's number, a venture."""
    parts = []
    for part in route.replace("(?P<", "<(").split("<"):
        kind, closed, rest = part.partition(">")
        if not closed:
            parts.append(part)
        elif "venture" in kind or "country" in kind:
            parts.append("id" + rest)
        elif kind.startswith("uuid") or "object_id" in kind:
            parts.append(str(key) + rest)
        else:
            parts.append(str(number) + rest)
    return "".join(parts)


def test_nobody_who_is_not_signed_in_changes_anything_at_any_address(market, rich, who):
    """Prevented: a public address of a job or a payment, by which a stranger pays, cancels, refunds or gives points."""
    waiting = purchase_of(
        who.confirm(who.asked(f"checkout/?sku={market.sku('A')}&units=1", method="qr_transfer"))
    )
    paid = purchase_of(who.confirm(who.asked(f"checkout/?sku={market.sku('C')}&units=1", method="wallet")))
    work()
    keys = [UUID(waiting), UUID(paid), *(each.id for each in bought(rich))]
    before = snapshot()
    inside = list(routes(get_resolver(urls_venture).url_patterns))
    outside = [each for each in routes(get_resolver(urls).url_patterns) if each[0]]
    asked = [*(f"/id/en/{route}" for route, _ in inside), *(f"/{route}" for route, _ in outside)]
    assert len(asked) > 150
    said = {
        "reason": "x", "state": "paid", "status": "paid", "amount": "1", "refund_id": str(uuid4()), "units_0": "1",
        "funder": "seller", "hours": "99", "days": "99", "units": "1", "sku_id": str(market.sku("A")), "confirm": "1",
    }  # fmt: skip
    stranger, answers = Client(), []
    for route, key in product(asked, keys):
        address = filled(route, market.sku("A"), key)
        for answer in (stranger.get(address), stranger.post(address, said)):
            answers.append((address, answer.status_code))
            assert answer.status_code < 500, address
    assert snapshot() == before
    assert {code for _, code in answers} >= {302, 404, 405}
    work()
    assert snapshot() == before


def test_no_address_leads_to_a_job(db):
    """Prevented: work that belongs to the clock, started by whoever asks for its address."""
    found = [*routes(get_resolver(urls_venture).url_patterns), *routes(get_resolver(urls).url_patterns)]
    modules = {getattr(view, "__module__", "") for _, view in found}
    assert "pasar.storefront.checkout.views" in modules
    assert [each for each in modules if {"tasks", "operations", "worker"} & set(each.split(".")[:-1])] == []
    assert [each for each in modules if each.rpartition(".")[2] in ("tasks", "operations")] == []


def snapshot() -> dict[str, Any]:
    return {
        table: count(
            f"SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM {table} AS t"
        )
        for table in TABLES
    }


SECRETS = ("signature", "hmac", "mac_", "secret", "token_hash")


def test_signatures_are_compared_in_constant_time():
    """Prevented: a signature compared character by character, which tells a patient sender how much of it is right."""
    compared, careful = [], 0
    for path in Path(pasar.__file__).parent.rglob("*.py"):
        if "tests" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        careful += sum(
            isinstance(node, ast.Attribute) and node.attr == "compare_digest" for node in ast.walk(tree)
        )
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
                sides = (ast.unparse(each).lower() for each in (node.left, *node.comparators))
                if any(word in side for side in sides for word in SECRETS):
                    compared.append(f"{path.name}:{node.lineno}: {ast.unparse(node)}")
    assert compared == []
    assert careful >= 2
