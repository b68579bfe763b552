"""The real files, where they are: whole, quickly, and found afterwards."""

import os
from pathlib import Path

import pytest

from pasar import countries
from pasar.kernel import events
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


@pytest.fixture
def there(tmp_path):
    """A real file by its name, where what is written beside it does no harm."""

    def find(name: str) -> Path:
        if not (DATA / name).is_file():
            pytest.skip(f"no {name} in {DATA}: set PASAR_DATA to the folder of the real listings")
        (tmp_path / name).symlink_to(DATA / name)
        return tmp_path / name

    return find


@pytest.mark.parametrize(
    ("mapping", "file", "country", "least", "text"), FILES, ids=[f"{each[2]}" for each in FILES]
)
def test_a_real_file_comes_in_whole_and_is_found(market, there, mapping, file, country, least, text):
    report = operations.import_listings(path=there(file), country=country, mapping=mapping)
    while not report.searchable:
        # A busy machine may need longer than the import waits.
        report.searchable = search.catch_up(country, timeout_s=5)

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


def test_rows_that_repeat_are_one_listing_each(market, there):
    report = operations.import_listings(path=there("lazada_id.csv.gz"), country="id", mapping="lazada_id")
    assert report.rows == 10_942
    assert report.new == 4_422
    assert Sku.objects.count() == report.new


def test_sentinel_prices_are_rejected_with_their_reason(market, there):
    report = operations.import_listings(
        path=there("lazada_my_ph_sg.csv.gz"), country="sg", mapping="lazada_my_ph_sg", dry_run=True
    )
    assert report.reasons == {"price_missing": 4, "price_not_positive": 1}
    assert not Listing.objects.exists()
