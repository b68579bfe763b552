"""The flash sale as customers meet it: what is left, when it ends, a place in the line; all of it without scripts."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from pasar.kernel import clock
from pasar.market.campaigns import board, operations, queries
from pasar.market.campaigns.models import Item, Place, Reminder
from pasar.market.catalogue import operations as catalogue
from pasar.storefront.flash import views
from pasar.storefront.flash.tests.making import TERMS, enter, running
from pasar.storefront.tests.making import visitor

pytestmark = pytest.mark.django_db


def test_the_page_says_what_is_left_and_until_when_in_words(shop, django_assert_max_num_queries):
    with running(shop, units=4):
        visitor().get("flash/")
        with django_assert_max_num_queries(6):
            page = visitor().get("flash/").content.decode()
    assert "Shirt A" in page
    assert "4 of 4 left" in page
    assert "−33%" in page
    assert re.search(r"On until <time|On until \d|On until", page)
    assert re.search(r'data-left="6900"', page)
    assert 'max="4" value="4"' in page
    assert "2 per person" in page


def test_an_open_page_hears_what_is_left_without_a_question_to_the_database(shop, django_assert_num_queries):
    with running(shop, units=4) as item:
        slot = Item.objects.get(pk=item).slot_id
        assert f'hx-get="/id/en/flash/left/{slot}/"' in visitor().get("flash/").content.decode()
        Item.objects.filter(pk=item).update(sold=3)
        board.forget()
        visitor().get(f"flash/left/{slot}/")
        with django_assert_num_queries(0):
            some = visitor().get(f"flash/left/{slot}/").content.decode()
        Item.objects.filter(pk=item).update(sold=4)
        board.forget()
        none = visitor().get(f"flash/left/{slot}/").content.decode()
    assert "1 of 4 left" in some
    assert f'id="left-{item}" hx-swap-oob="true"' in some
    assert ">Buy</button>" in some
    assert "Sold out" in none
    assert ">Queue for returns</button>" in none


def test_before_it_begins_one_can_ask_to_be_told_and_change_ones_mind(shop, siti):
    item, _starts = enter(shop)
    browser = visitor("siti@mail.example")
    page = browser.get("flash/").content.decode()
    assert 'aria-pressed="false"' in page
    assert "/join/" not in page
    slot = str(Item.objects.get(pk=item).slot_id)
    answer = browser.post("flash/remind/", {"slot_id": slot, "on": "1"})
    assert answer.status_code == 302
    assert list(Reminder.objects.values_list("slot_id", "customer_id")) == [(int(slot), siti)]
    assert 'aria-pressed="true"' in browser.get("flash/").content.decode()
    fragment = browser.post("flash/remind/", {"slot_id": slot, "on": "0"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in fragment.content.decode()
    assert not Reminder.objects.exists()


def test_who_taps_while_there_is_some_has_it_kept_and_goes_on_to_checkout(shop, siti):
    with running(shop) as item:
        browser = visitor("siti@mail.example")
        answer = browser.post(f"flash/{item}/join/")
        assert answer.status_code == 302
        page = browser.get(answer["Location"])
        html = page.content.decode()
        assert "It is your turn" in html
        assert f"checkout/?sku={shop.skus['A']}&amp;units=1" in html
        assert "Refresh" not in page


def test_who_waits_sees_how_many_are_before_them_on_a_page_that_looks_again_by_itself(shop, siti, budi):
    with running(shop, units=1, per_customer=1) as item:
        visitor("budi@mail.example").post(f"flash/{item}/join/")
        browser = visitor("siti@mail.example")
        address = browser.post(f"flash/{item}/join/")["Location"]
        page = browser.get(address)
        assert "<b>0</b> people are before you" in page.content.decode()
        assert page["Refresh"] == "5"
        assert "Refresh" not in browser.get(address + "&hold=1")
        again = browser.post(f"flash/{item}/join/")["Location"]
        assert browser.get(again).status_code == 200
        assert list(Place.objects.order_by("id").values_list("customer_id", "state")) == [
            (budi, "called"),
            (siti, "waiting"),
        ]
        browser.post(f"flash/{item}/leave/")
        assert "This is over" in browser.get(f"flash/line/{item}/").content.decode()


def test_somebody_elses_ticket_opens_nothing(shop, siti, budi):
    with running(shop) as item:
        address = visitor("budi@mail.example").post(f"flash/{item}/join/")["Location"]
        browser = visitor("siti@mail.example")
        assert browser.get(address).status_code == 404
        assert browser.get(f"flash/line/{item}/").status_code == 404
        assert browser.get("flash/line/999999999999999999/").status_code == 404


def test_when_all_is_gone_and_the_line_is_full_the_answer_costs_no_query(
    shop, siti, django_assert_num_queries
):
    with running(shop, units=1, per_customer=1) as item:
        for customer in range(1_000, 1_011):
            operations.join(item_id=item, customer_id=customer, device=f"d{customer}")
        board.forget()
        browser = visitor("siti@mail.example")
        assert board.running(item).hopeless
        with django_assert_num_queries(0):
            answer = browser.post(f"flash/{item}/join/")
        assert answer.status_code == 409
        assert "All pieces are gone" in answer.content.decode()
        assert not Place.objects.filter(customer_id=siti).exists()


def test_a_visitor_signs_in_first_and_nothing_is_taken(shop):
    with running(shop) as item:
        answer = visitor().post(f"flash/{item}/join/")
    assert answer.status_code in (302, 401)
    assert not Place.objects.exists()


def test_one_browser_cannot_hold_places_for_many_accounts(shop, siti, budi):
    from pasar.storefront.tests.making import join

    join("ani@mail.example", name="Ani")
    with running(shop) as item:
        device = ""
        answers = []
        for email in ("siti@mail.example", "budi@mail.example", "ani@mail.example"):
            browser = visitor(email)
            if device:
                browser.client.cookies["pasar_device"] = device
            answer = browser.post(f"flash/{item}/join/")
            if "pasar_device" in answer.cookies:
                device = answer.cookies["pasar_device"].value
            answers.append(answer.status_code)
        assert answers == [302, 302, 429]


def test_home_shows_what_is_on_and_cards_the_lower_price(shop):
    with running(shop, units=4):
        page = visitor().get("").content.decode()
    assert "Flash sale" in page
    assert "4 left" in page
    assert "50.000" in page


def test_the_products_page_shows_the_price_the_time_and_what_is_left(shop, django_assert_max_num_queries):
    listing = f"p/kaos-a-{shop.listings['A']}/"
    with running(shop, units=4) as item:
        browser = visitor()
        address = browser.get(listing)["Location"] if browser.get(listing).status_code == 301 else listing
        browser.get(address)
        with django_assert_max_num_queries(15):
            page = browser.get(address).content.decode()
        assert "4 left at this price" in page
        assert "50.000" in page
        Item.objects.filter(pk=item).update(sold=4)
        page = browser.get(address).content.decode()
        assert "All pieces of the flash sale are taken." in page
        assert f"flash/{item}/join/" in page


def test_the_products_page_names_the_sale_to_come(shop):
    enter(shop)
    browser = visitor()
    answer = browser.get(f"p/x-{shop.listings['A']}/")
    page = browser.get(answer["Location"]).content.decode()
    assert "in the flash sale of" in page
    assert "Remind me" in page


def test_a_campaigns_page_shows_what_is_enrolled_at_the_campaign_price(shop, other_shop):
    now = clock.now()
    campaign = operations.open_campaign(
        country="id", slug="11-11", names={"id": "Pesta 11.11", "en": "11.11 night"},
        starts_at=now + timedelta(hours=1), ends_at=now + timedelta(days=1), enrol_by=now + timedelta(hours=1),
        terms=TERMS, actor="system",
    )  # fmt: skip
    operations.enrol(
        campaign_id=campaign, seller_id=shop.seller_id, prices={shop.skus["A"]: 6_000_000}, actor="person:1"
    )
    with clock.frozen(now + timedelta(hours=2)):
        page = visitor().get("campaign/11-11/").content.decode()
        assert "11.11 night" in page
        assert "Shirt A" in page
        assert "60.000" in page
        assert "Shirt C" not in page
        # What cards anywhere are shown at; a search's own page stands on an index that other tests fill, too.
        [price] = queries.listing_prices([shop.listings["A"]]).values()
        assert price.price_minor == 6_000_000
        catalogue.set_prices(
            seller_id=shop.seller_id, prices={shop.skus["A"]: (5_500_000, None)}, actor="person:1"
        )
        page = visitor().get("campaign/11-11/").content.decode()
        assert "Shirt A" not in page  # the seller went lower: no cut to show
    with clock.frozen(now + timedelta(days=2)):
        assert "This campaign is over." in visitor().get("campaign/11-11/").content.decode()


def test_nothing_planned_is_said_and_leads_on(country):
    page = visitor().get("flash/")
    assert page.status_code == 200
    assert "No flash sale is planned yet" in page.content.decode()


def test_a_slot_that_is_none_is_the_one_that_runs(shop):
    with running(shop):
        for asked in ("0", "x", "99999999999999999999"):
            assert "Shirt A" in visitor().get("flash/", {"slot": asked}).content.decode()
    assert Client().get("/id/en/flash/0x/join/").status_code == 404


def test_when_a_slot_begins_the_page_is_made_once_for_all_each_with_a_mark_of_their_own(
    shop, siti, budi, django_assert_num_queries
):
    with running(shop):
        one, other = visitor("siti@mail.example"), visitor("budi@mail.example")
        for each in (one, other):
            # The session knows its customer from the first page that needs one.
            each.get("orders/")
            first = one.get("flash/").content.decode()
        with django_assert_num_queries(0):
            second = other.get("flash/").content.decode()
        marks = [
            re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', page)[1] for page in (first, second)
        ]
        assert marks[0] != marks[1]
        assert views.WHOSE not in first + second
        assert "My account" in second
        assert "My account" not in visitor().get("flash/").content.decode()
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = other.client.cookies
        item = re.search(r"flash/(\d+)/join/", second)[1]
        answer = strict.post(f"/id/en/flash/{item}/join/", {"csrfmiddlewaretoken": marks[1]})
        assert answer.status_code == 302
        assert strict.post(f"/id/en/flash/{item}/join/", {"csrfmiddlewaretoken": "a" * 64}).status_code == 403
