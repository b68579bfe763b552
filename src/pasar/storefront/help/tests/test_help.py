"""Answers carry the venture's own numbers; a report reaches the operators once."""

import pytest
from django.test import Client

from pasar import countries
from pasar.market.trust import queries as trust
from pasar.storefront.browse.tests import making
from pasar.storefront.help.views import TOPICS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", sorted(countries.all_countries()))
def test_every_answer_of_every_venture_can_be_read(client: Client, key: str):
    language = countries.get(key).languages[0]
    for path in ("", "terms/", "privacy/", *(f"{topic.key}/" for topic in TOPICS)):
        page = client.get(f"/{key}/{language}/help/{path}")
        assert page.status_code == 200, path


def test_answers_name_the_ventures_methods_and_clocks(client: Client):
    paying = client.get("/id/en/help/paying/").content.decode()
    assert "30 minutes" in paying
    assert "5.000.000" in paying
    assert "PPN at 11 %" in paying
    assert "door" not in client.get("/sg/en/help/paying/").content.decode()
    assert "2 working days" in client.get("/id/en/help/delivery/").content.decode()


def test_a_report_reaches_the_operators_once_per_visitor(client: Client):
    stall = making.make_stall()
    address = f"/id/en/report/{stall.listing_ids[0]}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "nonsense"}).status_code == 422
    for _ in range(2):
        response = client.post(
            address, {"reason": "counterfeit", "text": "<b>Fake</b>"}, REMOTE_ADDR="10.0.0.9"
        )
        assert response.status_code == 302
    [report] = trust.reports_of("id", stall.listing_ids[0])
    assert report.reason == "counterfeit"
    assert "Fake" in report.text


def test_a_report_about_nothing_is_404(client: Client):
    assert client.get("/id/en/report/999999999/").status_code == 404
