"""A seller in flash sales and campaigns: what would be accepted stands there, and a refusal says why."""

from datetime import timedelta

import pytest

from pasar.kernel import clock
from pasar.market.campaigns import operations, queries, rules
from pasar.market.campaigns.models import Enrolment, Item
from pasar.seller.tests import making
from pasar.seller.tests.conftest import AT

TERMS = rules.Terms(min_cut_bps=1_000, look_back_days=30, min_days_priced=1)
LATER = AT + timedelta(days=2)


@pytest.fixture
def later(stall):
    with clock.frozen(LATER):
        yield


@pytest.fixture
def slot(later):
    return operations.open_slot(
        country="id", starts_at=LATER + timedelta(hours=3), ends_at=LATER + timedelta(hours=5),
        nominate_by=LATER + timedelta(hours=2), terms=TERMS, actor="system",
    )  # fmt: skip


@pytest.fixture
def campaign(later):
    return operations.open_campaign(
        country="id", slug="gajian", names={"id": "Gajian", "en": "Payday"}, starts_at=LATER + timedelta(days=1),
        ends_at=LATER + timedelta(days=3), enrol_by=LATER + timedelta(hours=5), terms=TERMS, actor="system",
    )  # fmt: skip


def test_a_seller_nominates_and_takes_back(stall, browser, slot):
    sku = stall.skus["KAOS-1"]
    page = browser.get(f"deals/slots/{slot}/").content.decode()
    assert "45.000" in page  # a tenth below Rp 50.000
    answer = browser.post(
        f"deals/slots/{slot}/",
        {"sku_id": sku, f"price-{sku}": "40.000", f"units-{sku}": "5", f"most-{sku}": "2"},
    )
    assert answer.status_code == 302, answer.content.decode()
    [item] = queries.seller_items(stall.seller_id)
    assert (item.price_minor, item.was_minor, item.units, item.per_customer, item.state) == (
        4_000_000, 5_000_000, 5, 2, "nominated",
    )  # fmt: skip
    assert "waits for an answer" in browser.get("deals/").content.decode()
    browser.post(f"deals/items/{item.id}/withdraw/")
    assert Item.objects.get(pk=item.id).state == "withdrawn"


def test_a_price_that_is_no_cut_is_refused_with_the_one_that_would_do(stall, browser, slot):
    sku = stall.skus["KAOS-1"]
    answer = browser.post(
        f"deals/slots/{slot}/",
        {"sku_id": sku, f"price-{sku}": "49.000", f"units-{sku}": "5", f"most-{sku}": "1"},
    )
    assert answer.status_code == 422
    assert "Ask at most Rp45.000: the lowest price lately was Rp50.000." in answer.content.decode().replace(
        "\xa0", ""
    )
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("units", "most"), [("", "1"), ("x", "1"), ("11", "1"), ("3", "4"), ("9999999999", "1")]
)
def test_pieces_that_cannot_be_are_refused_beside_the_variant(stall, browser, slot, units, most):
    sku = stall.skus["KAOS-1"]
    answer = browser.post(
        f"deals/slots/{slot}/",
        {"sku_id": sku, f"price-{sku}": "40.000", f"units-{sku}": units, f"most-{sku}": most},
    )
    assert answer.status_code == 422
    assert f'id="error-{sku}"' in answer.content.decode()
    assert not Item.objects.exists()


def test_a_seller_enrols_what_may_be_and_reads_why_the_rest_may_not(stall, browser, campaign):
    one, two = stall.skus["KAOS-1"], stall.skus["KAOS-2"]
    answer = browser.post(
        f"deals/campaigns/{campaign}/", {f"price-{one}": "42.000", f"price-{two}": "50.000"}
    )
    assert answer.status_code == 422
    assert f'id="error-{two}"' in answer.content.decode()
    assert list(Enrolment.objects.values_list("sku_id", "price_minor")) == [(one, 4_200_000)]
    assert "Payday" in browser.get("deals/").content.decode()


def test_nobody_enters_another_sellers_goods_or_takes_them_back(stall, browser, other, slot):
    sku = other.skus["BUDI-1"]
    browser.post(f"deals/slots/{slot}/", {"sku_id": sku, f"price-{sku}": "40.000", f"units-{sku}": "1"})
    assert not Item.objects.exists()
    mine = stall.skus["KAOS-1"]
    browser.post(f"deals/slots/{slot}/", {"sku_id": mine, f"price-{mine}": "40.000", f"units-{mine}": "1"})
    [item] = queries.seller_items(stall.seller_id)
    answer = making.Browser(other.person_id).post(f"deals/items/{item.id}/withdraw/")
    assert answer.status_code == 404
    assert Item.objects.get(pk=item.id).state == "nominated"
