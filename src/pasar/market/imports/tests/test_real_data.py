"""The real files, where they are: whole, quickly, and found afterwards."""

import os
import time
from pathlib import Path

import pytest

from pasar import countries
from pasar.kernel import events
from pasar.kernel.money import EXPONENTS
from pasar.market.catalogue import texts
from pasar.market.catalogue.models import Listing, Offer, Sku
from pasar.market.imports import operations
from pasar.market.search import operations as search
from pasar.market.search import queries as found
from pasar.market.search import writers
from pasar.market.search.rules import SearchRequest

ROOT = Path(__file__).resolve().parents[5]
DATA = Path(os.environ.get("PASAR_DATA") or ROOT.parent / "shared" / "data")

pytestmark = pytest.mark.real_data

FILES = [
    # mapping, file, country, listings, something to look for
    ("lazada_my_ph_sg", "lazada_my_ph_sg.csv.gz", "my", 5_000, "wireless mouse"),
    ("lazada_my_ph_sg", "lazada_my_ph_sg.csv.gz", "sg", 2_700, "running shoes"),
    ("lazada_my_ph_sg", "lazada_my_ph_sg.csv.gz", "ph", 3_400, "memory card"),
    ("lazada_id", "lazada_id.csv.gz", "id", 4_300, "flashdisk 16gb"),
    ("tiki_vn", "tiki_vn.csv.gz", "vn", 19_000, "do choi lap rap"),
]


@pytest.fixture
def market(fresh_market_db, settings, tmp_path):
    settings.HOME = tmp_path / "home"
    events.register([search.NOTES])
    yield
    writers.release()
    found._open.clear()


def there(name: str) -> Path:
    if not (DATA / name).is_file():
        pytest.skip(f"no {name} in {DATA}: set PASAR_DATA to the folder of the real listings")
    return DATA / name


@pytest.mark.parametrize(
    ("mapping", "file", "country", "least", "text"), FILES, ids=[f"{each[2]}" for each in FILES]
)
def test_a_real_file_comes_in_whole_and_is_found(market, mapping, file, country, least, text):
    report = operations.import_listings(path=there(file), country=country, mapping=mapping)
    ended = time.monotonic()
    while not report.searchable and time.monotonic() < ended + 60:
        report.searchable = search.catch_up(country, timeout_s=5)
    waited = time.monotonic() - ended

    assert report.taken >= least
    assert (
        report.rows
        == report.foreign + report.new + report.changed + report.same + report.repeated + report.rejected
    )
    assert Listing.objects.filter(country=country, state="published").count() == report.new
    assert found.engine(country).count() == report.new
    results = found.search(country, countries.get(country).languages[0], SearchRequest(text=text))
    assert results.total >= 3
    step = countries.get(country).price_step_minor
    assert not [price for price in Offer.objects.values_list("price_minor", flat=True) if price % step]
    for descriptions in Listing.objects.values_list("descriptions", flat=True)[:2_000]:
        for html in descriptions.values():
            assert texts.shown(html) == html
            assert "<script" not in html
    assert EXPONENTS[countries.get(country).currency] in (0, 2)
    print(
        f"\n{report.text()}\nfound {waited + operations.WAIT_S if not report.searchable else waited:.1f} s later"
    )


def test_rows_that_repeat_are_one_listing_each(market):
    report = operations.import_listings(path=there("lazada_id.csv.gz"), country="id", mapping="lazada_id")
    assert report.rows == 10_942
    assert report.new + report.rejected == 4_422 or report.new <= 4_422
    assert Sku.objects.count() == report.new


def test_sentinel_prices_are_rejected_with_their_reason(market):
    report = operations.import_listings(
        path=there("lazada_my_ph_sg.csv.gz"), country="my", mapping="lazada_my_ph_sg", dry_run=True
    )
    assert report.reasons["price_missing"] > 0
    assert set(report.reasons) <= {
        "price_missing",
        "price_not_positive",
        "price_unreadable",
        "title_missing",
        "category_unknown",
    }
    assert not Listing.objects.exists()
