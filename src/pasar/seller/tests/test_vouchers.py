"""A shop's people make, change and end its vouchers; only their own."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pasar.kernel import audit
from pasar.market.promotions import operations, queries
from pasar.market.promotions.kinds import kinds
from pasar.market.promotions.models import Promotion
from pasar.market.promotions.operations.making import Draft
from pasar.seller.tests import making
from pasar.seller.tests.conftest import AT
from pasar.seller.vouchers import asking

TYPED = {
    "name": "Diskon pelanggan", "term-off_minor": "20.000", "term-minimum_minor": "Rp100.000",
    "class_key": "shop_voucher", "starts_at": "2026-11-24T10:00", "ends_at": "2026-12-01T10:00", "quota": "100",
    "per_customer": "1", "budget_minor": "1.500.000", "code": "", "listed": "on",
}  # fmt: skip


def make(stall, name="Diskon", kind="amount_off", class_key="shop_voucher", **terms):
    draft = Draft(
        name=name, terms=terms or {"off_minor": 1_000_000}, starts_at=AT, ends_at=AT + timedelta(days=7)
    )
    return operations.create(
        country="id",
        kind=kind,
        class_key=class_key,
        draft=draft,
        actor=stall.actor,
        seller_id=stall.seller_id,
    )


def own(stall):
    return queries.of_seller("id", stall.seller_id)


def test_a_voucher_is_made_of_amounts_as_people_write_them(stall, browser):
    answer = browser.post("vouchers/new/amount_off/", TYPED)
    [view] = own(stall)
    told = view.promotion
    assert (answer.status_code, answer.url) == (302, f"/id/en/seller/vouchers/{told.id}/")
    assert told.terms == {"off_minor": 2_000_000, "minimum_minor": 10_000_000}
    assert (told.class_key, told.shop_id, told.seller_share_bps) == ("shop_voucher", stall.shop_id, 10_000)
    assert (view.quota, told.per_customer, view.budget_minor, view.listed) == (100, 1, 150_000_000, True)
    # Ten in the morning in Jakarta.
    assert (told.starts_at, told.ends_at) == (AT, AT + timedelta(days=7))
    assert audit.entries(["id"], target=f"promotion:{told.id}")[0].actor == stall.actor


@pytest.mark.parametrize("kind", [each.key for each in asking.own_kinds()])
def test_every_kind_has_a_form_made_of_its_declared_terms(stall, browser, kind):
    answer = browser.get(f"vouchers/new/{kind}/")
    assert answer.status_code == 200
    fields = answer.context["form"].fields
    assert {f"term-{each.key}" for each in kinds()[kind].fields} <= set(fields)
    assert "term-shops" not in fields


def test_tiers_are_typed_row_by_row_and_empty_rows_are_left_out(stall, browser):
    rows = {
        "term-tiers-0-units": "3", "term-tiers-0-rate_bps": "5", "term-tiers-1-units": "10",
        "term-tiers-1-rate_bps": "12,5", "term-tiers-2-units": "", "term-tiers-2-rate_bps": "",
    }  # fmt: skip
    answer = browser.post("vouchers/new/tier_price/", TYPED | rows | {"term-off_minor": ""})
    assert answer.status_code == 302
    [view] = own(stall)
    assert view.promotion.terms["tiers"] == [{"units": 3, "rate_bps": 500}, {"units": 10, "rate_bps": 1250}]
    shown = browser.get(f"vouchers/{view.promotion.id}/").content.decode()
    assert 'name="term-tiers-1-rate_bps" value="12.5"' in shown


def test_more_rows_keep_what_was_typed_and_judge_nothing_yet(stall, browser):
    before = browser.get("vouchers/new/tier_price/").content.decode().count("-units")
    answer = browser.post(
        "vouchers/new/tier_price/", {"name": "Grosir", "term-tiers-0-units": "abc", "more": "tiers"}
    )
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Grosir"' in html
    assert 'value="abc"' in html
    assert html.count("-units") > before
    assert 'class="field-error"' not in html
    assert own(stall) == []


@pytest.mark.parametrize(
    ("field", "typed", "beside"),
    [
        ("name", "", "name"), ("term-off_minor", "", "term-off_minor"), ("term-off_minor", "abc", "term-off_minor"),
        ("term-off_minor", "0", "term-off_minor"), ("ends_at", "2026-11-24T09:00", "ends_at"),
        ("ends_at", "tomorrow", "ends_at"), ("ends_at", "2029-01-01T00:00", "ends_at"), ("quota", "0", "quota"),
        ("code", "a b", "code"), ("class_key", "platform_voucher", "class_key"),
        ("term-listings", "999", "term-listings"), ("term-methods", "bitcoin", "term-methods"),
        ("class_key", "product_voucher", "term-listings"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    stall, browser, field, typed, beside
):
    answer = browser.post("vouchers/new/amount_off/", TYPED | {field: typed})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [beside]
    kept = {key: form[key].value() for key in ("name", "term-minimum_minor", "quota", "budget_minor")}
    assert kept == {key: (TYPED | {field: typed})[key] for key in kept}
    assert own(stall) == []


def test_terms_that_do_not_fit_together_come_back_to_their_field(stall, browser):
    rows = {
        "term-tiers-0-units": "3", "term-tiers-0-rate_bps": "10", "term-tiers-1-units": "5",
        "term-tiers-1-rate_bps": "5",
    }  # fmt: skip
    answer = browser.post("vouchers/new/tier_price/", TYPED | rows | {"term-off_minor": ""})
    assert answer.status_code == 422
    assert "More pieces must give more off." in answer.content.decode()


def test_refusals_speak_the_readers_language(stall):
    browser = making.Browser(stall.person_id, language="id")
    answer = browser.post("vouchers/new/amount_off/", TYPED | {"term-off_minor": "abc"})
    assert answer.context["form"].errors["term-off_minor"] == [
        "Tulis jumlahnya dengan angka, misalnya 12500."
    ]


def test_a_code_that_is_taken_says_so_and_not_whose_it_is(stall, browser, other):
    making.Browser(other.person_id).post("vouchers/new/amount_off/", TYPED | {"code": "LEBARAN"})
    answer = browser.post("vouchers/new/amount_off/", TYPED | {"code": "lebaran"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"] == ["Another promotion has this code, or had it."]


def test_a_change_is_the_next_version_and_leaves_the_first_as_it_was(stall, browser):
    voucher = make(stall)
    answer = browser.post(f"vouchers/{voucher}/", TYPED | {"name": "Diskon besar", "term-off_minor": "30000"})
    assert answer.status_code == 302
    newest, first = queries.versions("id", voucher)
    assert (newest.version, newest.name, newest.terms["off_minor"]) == (2, "Diskon besar", 3_000_000)
    assert (first.version, first.name, first.terms["off_minor"]) == (1, "Diskon", 1_000_000)


def test_a_quota_below_what_was_used_is_refused(stall, browser):
    voucher = make(stall)
    Promotion.objects.filter(pk=voucher).update(used=7)
    answer = browser.post(f"vouchers/{voucher}/", TYPED | {"quota": "5"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["quota"]


def test_ending_it_takes_it_from_the_shop_and_it_can_no_longer_be_changed(stall, browser):
    voucher = make(stall)
    for _ in range(2):
        assert browser.post(f"vouchers/{voucher}/end/").status_code == 302
    assert queries.of_shop("id", stall.shop_id).rows == ()
    page = browser.get(f"vouchers/{voucher}/").content.decode()
    assert "term-off_minor" not in page
    assert browser.post(f"vouchers/{voucher}/", TYPED).status_code == 422
    assert len(queries.versions("id", voucher)) == 2


def test_another_sellers_voucher_is_not_there(stall, browser, other):
    theirs = make(other)
    platforms = operations.create(
        country="id", kind="amount_off", class_key="platform_voucher", actor="person:1",
        draft=Draft(name="Pasar", terms={"off_minor": 100}, starts_at=AT, ends_at=AT + timedelta(days=1)),
    )  # fmt: skip
    for each in (theirs, platforms, 999_999):
        assert browser.get(f"vouchers/{each}/").status_code == 404
        assert browser.post(f"vouchers/{each}/", TYPED).status_code == 404
        assert browser.post(f"vouchers/{each}/end/").status_code == 404
    assert [each.version for each in queries.versions("id", theirs)] == [1]
    assert "Diskon" not in browser.get("vouchers/").content.decode()


def test_a_seller_named_in_the_form_is_not_heard(stall, browser, other):
    browser.post(
        "vouchers/new/amount_off/",
        TYPED | {"seller_id": other.seller_id, "shop_id": other.shop_id, "seller_share_bps": "0"},
    )
    assert (len(own(stall)), len(own(other))) == (1, 0)
    assert own(stall)[0].promotion.seller_share_bps == 10_000


@pytest.mark.parametrize(
    "path", ["vouchers/new/no_such_kind/", "vouchers/?before=x", f"vouchers/{'9' * 30}/"]
)
def test_what_is_not_there_is_not_found(browser, path):
    assert browser.get(path).status_code == 404


def test_the_list_needs_as_many_statements_for_many_as_for_few(stall, browser):
    make(stall)

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("vouchers/").status_code == 200
        return len(seen)

    few = asked()
    for n in range(15):
        make(stall, name=f"Nomor {n}")
    assert (asked(), few) == (few, 3)
