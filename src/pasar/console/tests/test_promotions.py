"""The promotions desk: who gives what of whose money, and where it is written down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pasar.kernel import audit, clock
from pasar.market.promotions import operations, queries
from pasar.market.promotions.models import Promotion
from pasar.market.promotions.operations.making import Draft

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TYPED = {
    "name": "Voucher 11.11", "class_key": "platform_voucher", "term-rate_bps": "12,5", "term-cap_minor": "50.000",
    "starts_at": "2026-11-24T10:00", "ends_at": "2026-12-01T10:00", "quota": "5000", "per_customer": "1",
    "budget_minor": "100.000.000", "seller_share_bps": "30", "code": "", "listed": "on", "reason": "Campaign 11.11",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _standing_clock():
    with clock.frozen(AT):
        yield


def address(page, *parts, country="id"):
    return reverse(f"console_{page}", args=[country, *parts])


def make(name="Diskon", *, seller_id=None, **more):
    draft = Draft(
        name=name, terms={"off_minor": 1_000_000}, starts_at=AT, ends_at=AT + timedelta(days=7), **more
    )
    return operations.create(
        country="id", kind="amount_off", class_key="shop_voucher" if seller_id else "platform_voucher", draft=draft,
        actor="system", seller_id=seller_id,
    )  # fmt: skip


def test_an_operator_makes_a_voucher_whose_cost_is_shared_and_it_is_written_down(staff):
    answer = staff().post(address("promotion_new", "percent_off"), TYPED)
    [row] = queries.spending("id")
    assert (answer.status_code, answer.url) == (302, address("promotion", row.id))
    told = queries.promotion("id", row.id).promotion
    assert told.terms == {"rate_bps": 1250, "cap_minor": 5_000_000}
    assert (told.seller_share_bps, row.quota, row.budget_minor) == (3000, 5000, 10_000_000_000)
    [entry] = audit.entries(["id"], target=f"promotion:{row.id}")
    assert (entry.action, entry.reason) == ("promotion.create", "Campaign 11.11")
    assert entry.actor.startswith("person:")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("reason", ""),
        ("seller_share_bps", "101"),
        ("term-rate_bps", ""),
        ("class_key", "shop_voucher"),
        ("name", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_made(staff, field, typed):
    answer = staff().post(address("promotion_new", "percent_off"), TYPED | {field: typed})
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["budget_minor"].value() == "100.000.000"
    assert queries.spending("id") == []


def test_a_change_is_the_next_version_with_its_reason(staff):
    voucher = make()
    typed = TYPED | {"term-off_minor": "15000", "reason": "Asked by marketing"}
    assert staff().post(address("promotion", voucher), typed).status_code == 302
    newest, first = queries.versions("id", voucher)
    assert (newest.version, newest.reason, newest.terms) == (
        2,
        "Asked by marketing",
        {"off_minor": 1_500_000},
    )
    assert (first.version, first.terms) == (1, {"off_minor": 1_000_000})
    page = staff().get(address("promotion", voucher)).content.decode()
    assert 'id="version-1"' in page
    assert "Asked by marketing" in page


def test_ending_needs_a_reason(staff):
    voucher, client = make(), staff()
    client.post(address("promotion_end", voucher), {"reason": " "})
    assert queries.promotion("id", voucher).promotion.ends_at > AT
    client.post(address("promotion_end", voucher), {"reason": "Abused"})
    assert queries.promotion("id", voucher).promotion.ends_at == AT
    assert queries.versions("id", voucher)[0].reason == "Abused"


def test_a_shops_own_can_be_ended_but_not_changed(staff, sold):
    voucher = make(seller_id=sold.shelf.seller_id)
    client = staff()
    assert client.get(address("promotion", voucher)).context["form"] is None
    client.post(address("promotion", voucher), TYPED | {"term-off_minor": "1"})
    assert [each.version for each in queries.versions("id", voucher)] == [1]
    client.post(address("promotion_end", voucher), {"reason": "Forbidden goods"})
    assert queries.promotion("id", voucher).promotion.ends_at == AT


def test_finance_looks_and_gives_nothing(staff):
    voucher, client = make(), staff("finance")
    assert client.get(address("promotions")).status_code == 200
    assert client.get(address("promotion", voucher)).context["form"] is None
    for page, parts in (
        ("promotion_new", ["amount_off"]),
        ("promotion", [voucher]),
        ("promotion_end", [voucher]),
    ):
        client.post(address(page, *parts), TYPED | {"term-off_minor": "1"})
    assert len(queries.spending("id")) == 1
    assert [each.version for each in queries.versions("id", voucher)] == [1]


@pytest.mark.parametrize("role", ["support", "trust"])
def test_others_of_the_staff_find_nothing(staff, role):
    voucher, client = make(), staff(role)
    assert client.get(address("promotion", voucher)).status_code == 404
    assert client.post(address("promotion_end", voucher), {"reason": "x"}).status_code == 404


def test_another_ventures_promotion_is_not_there(staff):
    voucher = make()
    client = staff("operator", "my")
    assert client.get(address("promotion", voucher, country="my")).status_code == 404
    assert client.post(address("promotion_end", voucher, country="my"), {"reason": "x"}).status_code == 404
    assert queries.promotion("id", voucher).promotion.ends_at > AT


def test_the_desk_marks_a_budget_that_is_nearly_spent(staff):
    voucher = make(budget_minor=100_000_00)
    Promotion.objects.filter(pk=voucher).update(spent_minor=81_000_00, used=9)
    [row] = staff().get(address("promotions")).context["rows"]
    assert (row.spent_pct, row.nearly, row.state) == (81, True, "running")


def test_the_desk_needs_as_many_statements_for_many_as_for_few(staff):
    client = staff()
    make()

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address("promotions")).status_code == 200
        return len(seen)

    few = asked()
    for n in range(10):
        make(f"Nomor {n}")
    assert asked() == few


def test_the_desk_goes_on_page_by_page(staff):
    client = staff()
    for n in range(60):
        make(f"Nomor {n}")
    first = client.get(address("promotions"))
    at, before = first.context["next"]
    second = client.get(address("promotions"), {"at": at.isoformat(), "before": before})
    assert len({each.row.id for page in (first, second) for each in page.context["rows"]}) == 60
    assert client.get(address("promotions"), {"before": "x"}).status_code == 404
    assert client.get(address("promotions"), {"before": "1", "at": "x"}).status_code == 404


def test_a_countrys_stacking_rules_are_read_by_their_day_and_approved_by_somebody_else(staff):
    operations.load_stacking_rules()
    first = queries.stacking_rules("id")[0]
    rule = operations.propose_stacking_rule(
        country="id", pattern="own", terms=first.terms | {"coins_most_bps": 2_500}, from_on=date(2026, 12, 1),
        source="Board, November", actor="person:0",
    )  # fmt: skip
    client = staff()
    shown = client.get(address("stacking")).context["rules"]
    assert [(each.rule.pattern, each.in_force) for each in shown] == [("own", False), ("shopee", True)]
    assert shown[1].maxima[0].startswith("1 in a purchase: ")
    assert staff("finance").post(address("stacking_approve", rule)).status_code != 200
    assert queries.stacking_rules("id")[0].approved_at is None
    client.post(address("stacking_approve", rule))
    assert queries.stacking_rules("id")[0].approved_at == AT
