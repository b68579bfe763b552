"""What machines read."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from pasar.storefront.browse.tests import making

pytestmark = pytest.mark.django_db


def test_the_sitemap_names_every_venture_and_each_file_its_listings(client: Client):
    stall = making.make_stall()
    index = client.get("/sitemap.xml")
    assert index["Content-Type"] == "application/xml"
    files = re.findall(r"<loc>http://[^/]+(/[^<]+)</loc>", index.content.decode())
    assert "/sitemaps/id-0.xml" in files
    assert len(files) == 6
    one = client.get("/sitemaps/id-0.xml").content.decode()
    ElementTree.fromstring(one)
    assert one.count(f"-{stall.listing_ids[0]}/</loc>") == 2
    assert 'hreflang="en-ID"' in one


def test_later_files_begin_where_the_one_before_ended(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pasar.storefront.site.views.PER_MAP", 2)
    stall = making.make_stall(listings=5)
    index = client.get("/sitemap.xml").content.decode()
    assert f"/sitemaps/id-{stall.listing_ids[1]}.xml" in index
    later = client.get(f"/sitemaps/id-{stall.listing_ids[1]}.xml").content.decode()
    assert f"-{stall.listing_ids[2]}/" in later
    assert f"-{stall.listing_ids[0]}/" not in later


def test_an_unknown_venture_has_no_sitemap(client: Client):
    assert client.get("/sitemaps/xx-0.xml").status_code == 404


def test_robots_keeps_crawlers_out_of_what_is_somebodys(client: Client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /*/*/account/" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_manifest_and_icon(client: Client):
    assert client.get("/site.webmanifest").json()["icons"]
    assert client.get("/favicon.ico").status_code == 302
