"""Every page stands, in each language and state, with a pinned number of queries."""

import pytest

from pasar.market.fulfilment import operations as fulfilment
from pasar.market.sellers import operations as sellers
from pasar.seller.tests import making

PAGES = {
    "": 17, "orders/": 6, "orders/?status=packed": 8, "listings/": 6, "listings/?state=published&q=kaos": 6,
    "listings/new/": 2, "listings/stock/": 6, "money/": 9, "shop/": 6, "shop/address/": 8, "shop/account/": 4,
    "shop/people/": 4, "shop/reviews/": 3,
}  # fmt: skip


@pytest.mark.parametrize(("path", "most"), PAGES.items())
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_page_stands_within_its_queries(stall, path, most, language, django_assert_max_num_queries):
    for code in ("KAOS-1", "KAOS-2"):
        fulfilment.pack(order_id=making.order_from(stall, code), actor=stall.actor)
        making.order_from(stall, code)
    browser = making.Browser(stall.person_id, language)
    with django_assert_max_num_queries(most):
        answer = browser.get(path)
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"]


def test_more_orders_and_listings_cost_no_more_queries(stall, browser, django_assert_max_num_queries):
    for number in range(8):
        making.put_up(stall, f"MANY-{number}")
        making.order_from(stall, f"MANY-{number}")
    for path in ("", "orders/", "listings/", "listings/stock/"):
        with django_assert_max_num_queries(PAGES[path]):
            browser.get(path)


def test_the_start_page_shows_what_is_to_do_and_what_runs_out(stall, browser):
    making.put_up(stall, "LAST", units=2)
    order_id = making.order_from(stall, "LAST")
    page = browser.get().content.decode()
    assert f"/id/en/seller/orders/{order_id}/" in page
    assert "1 left" in page
    assert "hours left" in page or "days left" in page


def test_a_visitor_reads_what_it_costs(country):
    page = making.Browser().get().content.decode()
    assert "6,5 %" in page
    assert "/id/en/seller/apply/" in page


def test_a_suspended_seller_still_sends_and_reads_why(stall, browser):
    order_id = making.order_from(stall, "KAOS-1")
    sellers.suspend(seller_id=stall.seller_id, actor="person:1", reason="Papers missing")
    assert "Papers missing" in browser.get().content.decode()
    assert browser.post(f"orders/{order_id}/pack/").status_code == 302
