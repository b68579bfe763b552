"""What staff do in the console: each by an operation, with its reason in the audit trail."""

from datetime import timedelta
from xml.etree import ElementTree as Xml

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from pasar.finance.escrow.tests.making import balance
from pasar.finance.ledger import queries as ledger
from pasar.finance.payouts.models import Batch
from pasar.finance.settlement import operations as settlement
from pasar.kernel import clock
from pasar.kernel.ids import uuid7
from pasar.kernel.models import AuditEntry
from pasar.market.aftersales.models import Refund
from pasar.market.catalogue import queries as catalogue
from pasar.market.identity import queries as people
from pasar.market.orders import operations as orders
from pasar.market.orders import queries
from pasar.market.orders.tests.paying import deliver
from pasar.market.sellers import queries as sellers
from pasar.market.sellers.models import Seller, Shop
from pasar.market.trust import operations as trust


def trail():
    return list(AuditEntry.objects.order_by("id").values_list("action", "target", "reason"))


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_an_order_is_found_by_what_a_caller_knows(staff, sold):
    client = staff("support")
    customer = people.customer(sold.customer_id)
    for typed in (
        sold.order.number,
        sold.order.number[-6:].lower(),
        sold.order.purchase_number,
        customer.email,
    ):
        page = client.get(reverse("console_orders", args=["id"]), {"q": typed}).content.decode()
        assert sold.order.number in page, typed
    for typed in ("nobody@example.com", "ZZZZZZ", "x", "%", "' OR 1=1"):
        assert shown(client, "id", typed) == []
    assert shown(staff("support", "my"), "my", sold.order.number) == []


def shown(client, country, typed):
    return client.get(reverse("console_orders", args=[country]), {"q": typed}).context["found"]


def test_an_orders_page_tells_all_of_it_and_its_money_in_one_click(staff, sold):
    client = staff("operator")
    page = client.get(reverse("console_order", args=["id", sold.order.id])).content.decode()
    money_page = reverse("console_order_money", args=["id", sold.order.id])
    assert money_page in page
    money = client.get(money_page).content.decode()
    assert "Escrow" in money
    assert "209.000,00" in money
    assert "Debits and credits agree" in money


def test_an_orders_page_speaks_in_words(staff, sold):
    client = staff("operator")
    page = client.get(reverse("console_order", args=["id", sold.order.id])).content.decode()
    money = client.get(reverse("console_order_money", args=["id", sold.order.id])).content.decode()
    for raw in (f"customer:{sold.customer_id}", "cancel unshipped", "cancel_unshipped"):
        assert raw not in page, raw
    assert f"Customer {sold.customer_id}" in page
    assert "<span>Held</span>" in money


@pytest.mark.parametrize("name", ["console_order", "console_order_money"])
def test_another_ventures_order_is_not_there(staff, sold, name):
    assert staff("operator", "my").get(reverse(name, args=["my", sold.order.id])).status_code == 404
    assert staff("operator", "my").get(reverse(name, args=["id", sold.order.id])).status_code == 404


def test_an_order_is_cancelled_with_a_reason(staff, sold):
    client, address = staff("support"), reverse("console_order_cancel", args=["id", sold.order.id])
    assert client.get(address).status_code == 405
    answer = client.post(address, {"reason": "  "})
    assert (answer.status_code, queries.facts(sold.order.id).status) == (302, "to_ship")
    assert "say why" in said(answer)[0]

    client.post(address, {"reason": "The customer called"})
    assert queries.facts(sold.order.id).status == "cancelled"
    assert balance("wallet", sold.customer_id) == 209_000_00


def test_a_refund_after_delivery_goes_by_pieces_and_once(staff, sold):
    deliver(sold.order)
    orders.confirm(order_id=sold.order.id, actor=f"customer:{sold.customer_id}")
    client, address = staff("operator"), reverse("console_order_refund", args=["id", sold.order.id])
    page = client.get(reverse("console_order", args=["id", sold.order.id])).content.decode()
    assert address in page
    form = {"refund_id": uuid7(), "funder": "seller", "units_0": "1", "reason": "One was broken"}
    for _ in range(2):
        client.post(address, form)
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.reason) == (60_000_00, "One was broken")
    assert balance("wallet", sold.customer_id) == 60_000_00
    assert trail()[-1] == ("order.refund", f"order:{sold.order.id}", "One was broken")


@pytest.mark.parametrize(
    "wrong",
    [{"units_0": "3"}, {"units_0": "-1"}, {"amount_0": "999999999"}, {"amount_0": "-5"}, {"amount_0": "1e9"},
     {"funder": "me"}, {"refund_id": "x"}, {}],
)  # fmt: skip
def test_a_refund_that_cannot_be_changes_nothing(staff, sold, wrong):
    deliver(sold.order)
    form = {"refund_id": str(uuid7()), "funder": "seller", "reason": "because"} | wrong
    answer = staff("operator").post(reverse("console_order_refund", args=["id", sold.order.id]), form)
    assert answer.status_code == 302
    assert said(answer)
    assert not Refund.objects.exists()


def test_a_seller_is_let_in_suspended_and_let_back(staff, sold):
    seller_id = sold.shelf.seller_id
    Seller.objects.filter(pk=seller_id).update(state="applied", decided_at=None)
    Shop.objects.filter(pk=sold.shelf.shop_id).update(open=False)
    client = staff("operator")
    assert "Toko" in client.get(reverse("console_sellers", args=["id"])).content.decode()
    steps = [
        ("approve", "", "approved"),
        ("suspend", "Fakes", "suspended"),
        ("reinstate", "Cleared", "approved"),
    ]
    for verb, reason, state in steps:
        client.post(reverse(f"console_seller_{verb}", args=["id", seller_id]), {"reason": reason})
        assert sellers.seller(seller_id).state == state
    assert [entry[0] for entry in trail() if entry[1] == f"seller:{seller_id}"] == [
        "approve_seller", "suspend_seller", "reinstate_seller",
    ]  # fmt: skip
    page = client.get(reverse("console_seller", args=["id", seller_id])).content.decode()
    assert "1234567890" not in page
    assert "••••7890" in page


def test_support_looks_at_sellers_and_decides_nothing(staff, sold):
    client = staff("support")
    page = client.get(reverse("console_seller", args=["id", sold.shelf.seller_id])).content.decode()
    suspend = reverse("console_seller_suspend", args=["id", sold.shelf.seller_id])
    assert suspend not in page
    client.post(suspend, {"reason": "x"})
    assert sellers.seller(sold.shelf.seller_id).state == "approved"
    assert staff("operator", "my").post(
        reverse("console_seller_suspend", args=["my", sold.shelf.seller_id]), {"reason": "x"}
    ).status_code == 404  # fmt: skip


def test_the_trial_balance_sums_to_zero_and_every_account_opens(staff, sold):
    client = staff("finance")
    page = client.get(reverse("console_trial_balance", args=["id"])).content.decode()
    assert "all accounts sum to zero" in page
    kinds = {row.kind for row in ledger.trial_balance("id")}
    assert {"escrow", "wallet"} <= kinds
    for kind in kinds:
        assert client.get(reverse("console_accounts", args=["id", kind])).status_code == 200
    for account in ledger.balances("id"):
        assert client.get(reverse("console_account", args=["id", account.id])).status_code == 200
        assert (
            staff("finance", "my").get(reverse("console_account", args=["my", account.id])).status_code == 404
        )
        break
    assert client.get(reverse("console_accounts", args=["id", "nothing"])).status_code == 404


def test_an_entry_by_hand_is_booked_once_and_never_on_sub_ledgers(staff, db):
    client, address = staff("finance"), reverse("console_journal", args=["id"])
    form = {
        "entry_id": str(uuid7()), "debit": "marketing_expense", "credit": "bank", "amount": "1500000.50",
        "reason": "Billboards in Bandung",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(address, form).status_code == 302
    assert balance("marketing_expense") == 1_500_000_50
    assert [entry[0] for entry in trail()].count("ledger.journal_entry") == 1
    for wrong in (
        {"debit": "wallet"},
        {"amount": "0"},
        {"amount": "1.2345"},
        {"credit": "marketing_expense"},
        {"reason": ""},
    ):
        assert client.post(address, form | {"entry_id": str(uuid7())} | wrong).status_code == 200
    assert balance("marketing_expense") == 1_500_000_50
    result = client.get(reverse("console_result", args=["id"])).content.decode()
    assert "1.500.000,50" in result


def test_a_cycle_is_settled_paid_out_and_its_file_handed_over(staff, sold):
    deliver(sold.order)
    orders.confirm(order_id=sold.order.id, actor=f"customer:{sold.customer_id}")
    client = staff("finance")
    with clock.frozen(clock.now() + timedelta(days=8)):
        settlement.close_cycle("id")
        page = client.get(reverse("console_payouts", args=["id"])).content.decode()
        assert "Due now" in page
        assert "••••7890" in page
        client.post(reverse("console_make_batch", args=["id"]), {"reason": "before the holiday"})
        client.post(reverse("console_make_batch", args=["id"]))
        batch = Batch.objects.get()
        assert (
            "1234567890" not in client.get(reverse("console_batch", args=["id", batch.id])).content.decode()
        )
        answer = client.post(reverse("console_bank_file", args=["id", batch.id]))
        assert Xml.fromstring(answer.content).tag.endswith("Document")
        assert b"1234567890" in answer.content
        assert client.get(reverse("console_settlements", args=["id"])).status_code == 200
    assert [entry[0] for entry in trail()][-2:] == ["payouts.create_batch", "payouts.download_file"]
    assert batch.created_by.startswith("person:")


def test_a_reported_listing_is_taken_down(staff, sold):
    listing = sold.shelf.listings[0]
    trust.report_listing(
        country="id", listing_id=listing, reason="counterfeit", text="Not real", reporter="guest:1"
    )
    client = staff("trust")
    page = client.get(reverse("console_reports", args=["id"])).content.decode()
    assert "Not real" in page
    client.post(reverse("console_report_uphold", args=["id", listing]), {"reason": "A copy"})
    assert trail()[-1] == ("report_upheld", f"listing:{listing}", "A copy")
    assert "Not real" not in client.get(reverse("console_reports", args=["id"])).content.decode()
    assert catalogue.cards([listing], "en") is not None


def test_a_fee_rule_needs_two(staff, db):
    first, second = staff("finance"), staff("operator")
    form = {
        "class_key": "home", "category_path": "", "commission": "4.5", "payment_fee": "2", "source": "Board, November",
        "from_on": (clock.now() + timedelta(days=3)).date().isoformat(),
    }  # fmt: skip
    assert first.post(reverse("console_fees", args=["id"]), form).status_code == 302
    [rule] = [rule for rule in sellers.fee_rules("id") if rule.source == "Board, November"]
    assert (rule.commission_bps, rule.approved_at) == (450, None)
    approve = reverse("console_fee_approve", args=["id", rule.id])
    first.post(approve)
    assert not next(each for each in sellers.fee_rules("id") if each.id == rule.id).approved_at
    second.post(approve)
    assert next(each for each in sellers.fee_rules("id") if each.id == rule.id).approved_at
    assert (
        staff("operator", "my").post(reverse("console_fee_approve", args=["my", rule.id])).status_code == 404
    )


def test_the_clock_is_wound_forward_only_by_an_operator_and_leaves_a_trace(staff, db, monkeypatch):
    monkeypatch.setattr(clock, "_offset", timedelta(0))
    address = reverse("console_clock_wind", args=["id"])
    assert staff("finance").post(address, {"by": "day"}).status_code == 404
    client, before = staff("operator"), clock.now()
    assert client.get(address).status_code == 405
    client.post(address, {"by": "-1"})
    assert clock.now() - before < timedelta(hours=1)
    client.post(address, {"by": "day"})
    assert clock.now() - before >= timedelta(days=1)
    assert [entry[:2] for entry in trail()][-1] == ("clock.wind", "clock:1")
    assert client.get(reverse("console_clock", args=["id"])).status_code == 200


def test_outside_a_sandbox_there_is_no_clock(staff, settings):
    client = staff("operator")
    settings.SANDBOX = False
    assert client.get(reverse("console_clock", args=["id"])).status_code == 404
    assert client.post(reverse("console_clock_wind", args=["id"]), {"by": "day"}).status_code == 404


def test_the_trail_shows_who_did_what(staff, sold):
    client = staff("operator")
    client.post(
        reverse("console_seller_suspend", args=["id", sold.shelf.seller_id]), {"reason": "Fakes again"}
    )
    page = client.get(reverse("console_audit", args=["id"])).content.decode()
    assert "Fakes again" in page
    assert "operator" in page
    assert (
        "Fakes again"
        not in staff("operator", "my").get(reverse("console_audit", args=["my"])).content.decode()
    )


@pytest.mark.parametrize(
    ("page", "number"),
    [("home", 14), ("orders", 3), ("sellers", 3), ("reports", 3), ("trial_balance", 4), ("result", 4), ("journal", 2),
     ("settlements", 3), ("payouts", 4), ("bank", 5), ("fees", 3), ("audit", 3), ("clock", 5)],
)  # fmt: skip
def test_a_page_asks_the_database_so_often(staff, sold, django_assert_num_queries, page, number):
    client = staff("operator")
    client.get(reverse(f"console_{page}", args=["id"]))
    with django_assert_num_queries(number):
        client.get(reverse(f"console_{page}", args=["id"]))


def test_an_orders_pages_ask_the_database_so_often(staff, sold, django_assert_num_queries):
    client = staff("operator")
    with django_assert_num_queries(19):
        client.get(reverse("console_order", args=["id", sold.order.id]))
    with django_assert_num_queries(7):
        client.get(reverse("console_order_money", args=["id", sold.order.id]))
