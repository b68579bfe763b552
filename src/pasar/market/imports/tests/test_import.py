"""Whole files through the whole way, on real PostgreSQL; broken ones change nothing."""

import gzip
import json

import pytest

from pasar.kernel import events
from pasar.kernel.errors import PasarError
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.models import Listing, Offer, Sku
from pasar.market.identity import queries as identity
from pasar.market.imports import mappings, operations, reading
from pasar.market.imports.errors import (
    ColumnsMissing,
    CountryNotInMapping,
    FileEmpty,
    FileEncoding,
    FileMalformed,
    FileMissing,
    FileTruncated,
    MappingBroken,
    MappingUnknown,
    RunElsewhere,
)
from pasar.market.imports.models import Run
from pasar.market.search import operations as search
from pasar.market.search import queries as found
from pasar.market.search import writers
from pasar.market.search.rules import SearchRequest
from pasar.market.sellers import queries as sellers
from pasar.market.sellers.models import Shop
from pasar.market.stock import queries as stock

MAPPING = """
language = "en"
countries = ["my", "sg"]
country = "where"
missing = ["NA"]
[fields]
seller_sku = "code"
title = "name"
price = "price"
description = "text"
picture = "photo"
stock = "units"
[price]
refuse = [-1, 99999999]
most = 100000
[stock]
units = 7
[[shops]]
slug = "test-shop"
name = "Test Shop"
class = "brand"
email = "keeper@{country}.mail.example"
[warehouses.my]
place = "Kuala Lumpur"
postcode = "50450"
line1 = "1 Jalan"
phone = "+60321610000"
[category]
columns = ["kind"]
rules = [{ under = "Shirts", path = "mens-fashion/mens-clothing/mens-tshirts" }]
"""
HEADER = "where,code,name,kind,price,text,photo,units\n"
GOOD = (
    "my,A-1,Blue shirt,Shirts/Men,12.50,<p>Soft</p>,https://pictures.example/a.jpg,3\n"
    "sg,B-1,Foreign,Shirts,1,,,\n"
    "my,A-2,Red &amp; white shirt,Shirts,9.99,<script>x</script>Fine,javascript:alert(1),NA\n"
)


@pytest.fixture
def market(fresh_market_db, settings, tmp_path):
    settings.HOME = tmp_path / "home"
    events.register([search.NOTES])
    yield
    writers.release()
    found._open.clear()


@pytest.fixture
def bring(market, tmp_path):
    """Write a file and bring it in."""
    mapping = tmp_path / "own.toml"
    mapping.write_text(MAPPING)

    def run(content: str | bytes, *, name: str = "goods.csv", country: str = "my", **others):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return operations.import_listings(path=path, country=country, mapping=str(mapping), **others)

    return run


def nothing_written() -> bool:
    return not (Listing.objects.exists() or Shop.objects.exists() or Run.objects.exists())


def test_rows_become_listings_of_the_country_with_stock_that_can_be_found(bring):
    report = bring(HEADER + GOOD)
    assert (report.rows, report.foreign, report.new, report.rejected, report.opened) == (3, 1, 2, 0, 1)
    first, second = catalogue.sku_facts(Sku.objects.order_by("id").values_list("id", flat=True))
    assert (first.title, first.price_minor, second.title, second.price_minor) == (
        "Blue shirt",
        1250,
        "Red & white shirt",
        1000,
    )
    assert first.picture == {"kind": "remote", "url": "https://pictures.example/a.jpg", "object": "t-shirt"}
    assert second.picture["kind"] == "object"
    assert stock.free([first.sku_id, second.sku_id]) == {first.sku_id: 3, second.sku_id: 7}
    assert catalogue.listing_page("my", second.listing_id, "en").description_html == "<p>Fine</p>"
    assert report.searchable
    assert found.search("my", "en", SearchRequest(text="blue shirt")).listing_ids[0] == first.listing_id


def test_the_same_file_again_changes_nothing(bring):
    bring(HEADER + GOOD)
    again = bring(HEADER + GOOD)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert Offer.objects.count() == 2
    assert sum(stock.free(Sku.objects.values_list("id", flat=True)).values()) == 10


def test_a_new_price_is_a_change_and_stock_stays(bring):
    bring(HEADER + GOOD)
    report = bring(HEADER + GOOD.replace("12.50", "11.00"))
    assert (report.new, report.changed, report.same) == (0, 1, 1)
    assert sum(stock.free(Sku.objects.values_list("id", flat=True)).values()) == 10


def test_json_lines_and_gzip_are_taken_too(bring):
    records = [
        {
            "where": "my",
            "code": 17,
            "name": "Shirt",
            "kind": "Shirts",
            "price": 5.5,
            "text": None,
            "photo": "",
            "units": 2,
        },
    ]
    text = "\n".join(json.dumps(each) for each in records) + "\nnot json\n"
    report = bring(gzip.compress(text.encode()), name="goods.jsonl.gz")
    assert (report.new, report.reasons) == (1, {"row_unreadable": 1})
    assert Sku.objects.get().seller_sku == "17"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("my,A,Name,Shirts,-1,,,", "price_missing"),
        ("my,A,Name,Shirts,99999999,,,", "price_missing"),
        ("my,A,Name,Shirts,0,,,", "price_not_positive"),
        ("my,A,Name,Shirts,0.001,,,", "price_not_positive"),
        ("my,A,Name,Shirts,-5,,,", "price_not_positive"),
        ("my,A,Name,Shirts,100000.01,,,", "price_too_high"),
        ("my,A,Name,Shirts,NaN,,,", "price_missing"),
        ("my,A,Name,Shirts,NA,,,", "price_unreadable"),
        ("my,A,Name,Shirts,twelve,,,", "price_unreadable"),
        ("my,A,Name,Hats,5,,,", "category_unknown"),
        ("my,,Name,Shirts,5,,,", "sku_missing"),
        ("my,A,  ,Shirts,5,,,", "title_missing"),
        ("my,A,NA,Shirts,5,,,", "title_missing"),
        ("my,A", "title_missing"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_with_its_number_and_reason(bring, row, reason):
    report = bring(HEADER + GOOD + row + "\n")
    assert report.reasons == {reason: 1}
    assert report.new == 2
    lines = report.rejects_path.read_text().splitlines()
    assert lines[0] == "row,reason,seller_sku,value"
    assert lines[1].startswith(f"4,{reason},")


def test_a_rejects_file_calculates_nothing(bring):
    report = bring(HEADER + "my,=cmd|' /C calc'!A0,Name,Shirts,@SUM(1),,,\n")
    assert "\n1,price_unreadable,'=cmd|' /C calc'!A0,'@SUM(1)" in report.rejects_path.read_text()


def test_a_dry_run_counts_and_writes_nothing(bring, tmp_path):
    report = bring(HEADER + GOOD + "my,A-1,Again,Shirts,3,,,\nmy,X,Bad,Shirts,-1,,,\n", dry_run=True)
    assert (report.new, report.changed, report.repeated, report.rejected) == (2, 0, 1, 1)
    assert report.prices == (1000, 1250)
    assert nothing_written()
    assert not list(tmp_path.glob("*.rejects.csv"))
    assert "Nothing was written" in report.text()


BROKEN = {
    "latin-1": ((HEADER + GOOD + "my,C,Caf\u00e9,Shirts,5,,,\n").encode("latin-1"), "g.csv", FileEncoding),
    "utf-16": ((HEADER + GOOD).encode("utf-16"), "g.csv", FileEncoding),
    "missing column": ("where,code,name,kind\nmy,A,Name,Shirts\n", "g.csv", ColumnsMissing),
    "truncated gzip": (gzip.compress((HEADER + GOOD * 500).encode())[:-40], "g.csv.gz", FileTruncated),
    "gzip cut in its head": (gzip.compress((HEADER + GOOD).encode())[:5], "g.csv.gz", FileTruncated),
    "damaged gzip": (
        (lambda packed: packed[:60] + b"\0\0\0\0" + packed[64:])(gzip.compress((HEADER + GOOD * 50).encode())),
        "g.csv.gz", FileTruncated,
    ),
    "an open quote": (HEADER + 'my,A,"Name,Shirts,5,,,\n', "g.csv", FileMalformed),
    "empty": ("", "g.csv", ColumnsMissing),
    "no rows": (HEADER, "g.csv", FileEmpty),
    "json without a column": ('{"where": "my"}\n', "g.jsonl", ColumnsMissing),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_says_what_to_do_and_nothing_is_half_done(bring, what):
    content, name, error = BROKEN[what]
    with pytest.raises(error) as refusal:
        bring(content, name=name)
    assert refusal.value.status == 422
    assert "%" not in str(refusal.value)
    assert nothing_written()


def test_what_is_not_there_is_said(bring, tmp_path):
    with pytest.raises(FileMissing):
        operations.import_listings(path=tmp_path / "none.csv", country="my", mapping="lazada_my_ph_sg")
    with pytest.raises(MappingUnknown):
        operations.import_listings(path=tmp_path / "none.csv", country="my", mapping="no_such")
    with pytest.raises(CountryNotInMapping):
        bring(HEADER + GOOD, country="vn")


class Killed(BaseException):
    """As by a kill: nothing catches it."""


def test_a_killed_import_goes_on_where_its_last_batch_ended(bring, monkeypatch):
    monkeypatch.setattr(operations, "AT_ONCE", 2)
    rows = [f"my,K-{n},Shirt {n},Shirts,{'-1' if n % 3 == 0 else n},,,\n" for n in range(1, 11)]

    def kill(done, _total):
        if done == 6:
            raise Killed

    with pytest.raises(Killed):
        bring(HEADER + "".join(rows), progress=kill)
    assert Run.objects.get().rows_done == 6
    assert Listing.objects.count() == 4
    read = []
    monkeypatch.setattr(
        reading,
        "rows",
        (lambda real: lambda *a, **k: (read.append(k.get("skip", 0)), real(*a, **k))[1])(reading.rows),
    )
    report = bring(HEADER + "".join(rows))
    assert read == [0, 6]
    assert (report.resumed_from, report.new, report.rejected) == (6, 7, 3)
    assert [line.split(",")[0] for line in report.rejects_path.read_text().splitlines()[1:]] == [
        "3",
        "6",
        "9",
    ]
    assert Listing.objects.count() == 7
    assert Run.objects.get().ended_at


def test_another_process_with_the_same_file_is_refused(bring, monkeypatch):
    monkeypatch.setattr(operations, "AT_ONCE", 1)

    def elsewhere(done, _total):
        Run.objects.update(rows_done=3)

    with pytest.raises(RunElsewhere):
        bring(HEADER + GOOD, progress=elsewhere)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("[fields]", "[nothing]"), "fields"),
        (('seller_sku = "code"', ""), "seller_sku"),
        (('stock = "units"', 'colour = "units"'), "colour"),
        (("[[shops]]", "[[shop s]]"), ""),
        (('language = "en"', ""), "language"),
    ],
)
def test_a_broken_mapping_says_why(change, why):
    with pytest.raises(MappingBroken) as refusal:
        mappings.read("own", MAPPING.replace(*change).encode())
    assert why in str(refusal.value)


@pytest.mark.parametrize("name", mappings.names())
def test_shipped_mappings_name_leaves_and_can_be_used(name):
    mapping = mappings.get(name)
    for rule in mapping.category_rules:
        assert catalogue.category(rule.path).is_leaf, rule.path
    for country in mapping.countries:
        assert mapping.warehouses[country]["phone"]
    assert len({shop.slug for shop in mapping.shops}) == len(mapping.shops)


def test_every_refusal_is_an_error_of_ours():
    assert all(issubclass(error, PasarError) for _content, _name, error in BROKEN.values())


def test_who_keeps_a_shop_that_was_opened_is_its_owner_and_is_named_once(bring):
    assert bring(HEADER + GOOD).keepers == ("keeper@my.mail.example",)
    keeper = identity.person_at("keeper@my.mail.example")
    assert sellers.seller_of("my", keeper.pk).shop_id == Shop.objects.get().pk
    assert bring(HEADER + GOOD).keepers == ()
