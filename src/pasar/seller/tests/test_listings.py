"""Writing listings without a script, and what is refused."""

from io import BytesIO

import pytest

from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.models import Listing
from pasar.market.catalogue.rules import SkuDraft
from pasar.market.media.models import Upload
from pasar.market.stock import queries as stock
from pasar.market.trust import operations as trust
from pasar.seller.listings import rules, variants
from pasar.seller.listings.rules import Row
from pasar.seller.tests import making

NEW = f"listings/new/?category={making.LEAF}"


def typed(**changes):
    return {
        "title_id": "Kaos Polos Premium", "description_id": "Katun adem.\n\nTidak luntur.", "brand": "Polosan",
        "attr-material": "cotton", "weight_g": "200", "length_cm": "30", "width_cm": "20", "height_cm": "3",
        "sku-0-key": variants.key(Row(())), "sku-0-price": "75.000", "sku-0-before": "99.000", "sku-0-stock": "12",
        "sku-0-code": "", **changes,
    }  # fmt: skip


def own(stall):
    return catalogue.seller_listing(stall.seller_id, Listing.objects.latest("pk").pk)


def test_a_category_is_found_by_name_or_step_by_step(browser):
    assert making.LEAF.split("/")[0] in browser.get("listings/new/").content.decode()
    found = browser.get("listings/new/?q=t-shirt").content.decode()
    assert f"?category={making.LEAF.replace('/', '%2F')}" in found or f"?category={making.LEAF}" in found
    assert 'name="title_id"' in browser.get(NEW).content.decode()


def test_a_listing_is_written_with_a_picture_and_put_on_sale(stall, browser):
    answer = browser.post(NEW, typed(files=making.photo(), publish="1"))
    assert answer.status_code == 302, answer.content.decode()
    listing = own(stall)
    sku = listing.skus[0]
    assert (listing.state, listing.titles["id"], listing.attributes["material"]) == (
        "published", "Kaos Polos Premium", "cotton",
    )  # fmt: skip
    assert (sku.price_minor, sku.list_minor, sku.free, sku.seller_sku) == (
        7_500_000, 9_900_000, 12, "KAOS-POLOS-PREMI",
    )  # fmt: skip
    assert listing.descriptions["id"] == "<p>Katun adem.</p><p>Tidak luntur.</p>"
    assert listing.pictures[0]["kind"] == "upload"
    assert "Kaos Polos Premium" in browser.get(f"listings/{listing.id}/preview/").content.decode()


def test_without_a_picture_it_is_saved_but_not_put_on_sale(stall, browser):
    refused = browser.post(NEW, typed(publish="1"))
    assert refused.status_code == 422
    assert "at least a picture" in refused.content.decode()
    assert Listing.objects.filter(seller_id=stall.seller_id).count() == 2
    assert browser.post(NEW, typed(save="1")).status_code == 302
    assert own(stall).state == "draft"


def test_a_table_of_sizes_and_colours_is_made_filled_and_saved(stall, browser):
    axes = {
        "axis-0": "colour",
        "values-0": "Merah, Biru, merah",
        "axis-1": "size",
        "values-1": "M,L",
        "table": "1",
    }
    page = browser.post(NEW, typed(**axes)).content.decode()
    assert page.count("<legend>") >= 4
    assert "Merah, M" in page
    rows = {
        f"sku-{n}-{part}": value
        for n, options in enumerate([("Merah", "M"), ("Merah", "L"), ("Biru", "M"), ("Biru", "L")])
        for part, value in {
            "key": variants.key(Row(options)), "price": str(80_000 + n * 1_000), "before": "", "stock": str(n),
            "code": "",
        }.items()
    }  # fmt: skip
    del axes["table"]
    answer = browser.post(NEW, typed(**axes, **rows, save="1"))
    assert answer.status_code == 302, answer.content.decode()
    listing = own(stall)
    assert listing.axes == ("colour", "size")
    assert [(sku.options_text, sku.price_minor, sku.free) for sku in listing.skus] == [
        ("Merah, M", 8_000_000, 0), ("Merah, L", 8_100_000, 1), ("Biru, M", 8_200_000, 2), ("Biru, L", 8_300_000, 3),
    ]  # fmt: skip
    assert len({sku.seller_sku for sku in listing.skus}) == 4


def test_making_the_table_by_script_brings_the_table_alone(browser):
    axes = {"axis-0": "colour", "values-0": "Merah, Biru", "table": "1"}
    answer = browser.post(NEW, typed(**axes), headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "Merah" in answer.content.decode()


def test_what_is_edited_changes_and_the_rest_stays(stall, browser):
    listing_id = stall.listings["KAOS-1"]
    page = browser.get(f"listings/{listing_id}/").content.decode()
    assert 'value="50000"' in page
    key = variants.key(Row((), was_code="KAOS-1", was_stock="10"))
    picture = page.split('name="picture" value="')[1].split('"')[0]
    answer = browser.post(
        f"listings/{listing_id}/",
        typed(title_id="Kaos Baru", picture=picture, save="1",
              **{"sku-0-key": key, "sku-0-code": "KAOS-1", "sku-0-stock": "10"}),
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    listing = catalogue.seller_listing(stall.seller_id, listing_id)
    assert listing.titles == {"id": "Kaos Baru"}
    assert listing.pictures == (making.PICTURE,)
    assert (listing.skus[0].id, listing.skus[0].price_minor, listing.skus[0].free) == (
        stall.skus["KAOS-1"],
        7_500_000,
        10,
    )


def test_what_was_sold_while_the_form_was_open_is_not_undone(stall, browser):
    making.order_from(stall, "KAOS-1", 4)
    key = variants.key(Row((), was_code="KAOS-1", was_stock="10"))
    browser.post(
        f"listings/{stall.listings['KAOS-1']}/",
        typed(save="1", **{"sku-0-key": key, "sku-0-code": "KAOS-1", "sku-0-stock": "10"}),
    )
    assert stock.free([stall.skus["KAOS-1"]])[stall.skus["KAOS-1"]] == 6


def test_a_variant_with_another_code_stays_what_it_was(stall, browser):
    key = variants.key(Row((), was_code="KAOS-1", was_stock="10"))
    sent = typed(save="1", **{"sku-0-key": key, "sku-0-code": "POLO-9", "sku-0-stock": "10"})
    assert browser.post(f"listings/{stall.listings['KAOS-1']}/", sent).status_code == 302
    [sku] = catalogue.seller_listing(stall.seller_id, stall.listings["KAOS-1"]).skus
    assert (sku.id, sku.seller_sku, sku.free, sku.active) == (stall.skus["KAOS-1"], "POLO-9", 10, True)


def test_a_variant_taken_out_comes_back_under_any_code_and_a_code_in_use_is_refused(stall, browser):
    path, axes = f"listings/{stall.listings['KAOS-1']}/", {"axis-0": "colour", "values-0": "Merah, Biru"}

    def row(n, colour, code, was=""):
        parts = {
            "key": variants.key(Row((colour,), was_code=was)),
            "price": "80000",
            "stock": "3",
            "code": code,
        }
        return {f"sku-{n}-{part}": value for part, value in parts.items()}

    def codes():
        listing = catalogue.seller_listing(stall.seller_id, stall.listings["KAOS-1"])
        return {sku.options_text: sku.seller_sku for sku in listing.skus if sku.active}

    both = typed(save="1", **axes, **row(0, "Merah", "M-1"), **row(1, "Biru", "B-1"))
    assert browser.post(path, both).status_code == 302
    red = typed(save="1", **{**axes, "values-0": "Merah"}, **row(0, "Merah", "M-1", "M-1"))
    assert browser.post(path, red).status_code == 302
    assert codes() == {"Merah": "M-1"}
    again = typed(save="1", **axes, **row(0, "Merah", "M-1", "M-1"), **row(1, "Biru", "B-2"))
    assert browser.post(path, again).status_code == 302
    assert codes() == {"Merah": "M-1", "Biru": "B-2"}
    moved = typed(save="1", **{**axes, "values-0": "Merah"}, **row(0, "Merah", "B-2", "M-1"))
    refused = browser.post(path, moved)
    assert (refused.status_code, codes()) == (422, {"Merah": "M-1", "Biru": "B-2"})
    assert "B-2" in refused.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"title_id": ""}, {"title_id": "x" * 256}, {"sku-0-price": "-5"}, {"sku-0-price": "0"},
        {"sku-0-price": "75.050,5"},
        {"sku-0-before": "10.000"}, {"sku-0-stock": "-1"}, {"sku-0-stock": "1e9"}, {"sku-0-stock": "99999999"},
        {"weight_g": "0"}, {"length_cm": "5000"}, {"attr-material": "gold"}, {"sku-0-code": "KAOS-1"},
        {"sku-0-key": "{broken"  , "sku-0-price": ""},
    ],
)  # fmt: skip
def test_a_wrong_field_is_said_and_nothing_is_written(stall, browser, changes):
    answer = browser.post(NEW, typed(save="1", **changes))
    assert answer.status_code == 422
    assert "aria-invalid" in answer.content.decode() or "note-bad" in answer.content.decode()
    assert Listing.objects.filter(seller_id=stall.seller_id).count() == 2


@pytest.mark.parametrize(
    "file",
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "x.svg"),
        (b"<script>alert(1)</script>", "x.jpg"),
        (b"", "empty.png"),
    ],
)
def test_a_broken_upload_is_said_and_keeps_what_was_typed(stall, browser, file):
    upload = BytesIO(file[0])
    upload.name = file[1]
    answer = browser.post(NEW, typed(files=upload, save="1"))
    assert answer.status_code in (302, 422)
    if file[0]:
        assert answer.status_code == 422
        assert "Kaos Polos Premium" in answer.content.decode()
    assert not Upload.objects.exists()


def test_an_accepted_picture_survives_a_form_that_comes_back(stall, browser):
    page = browser.post(NEW, typed(files=making.photo(), save="1", title_id="")).content.decode()
    key = page.split('name="picture" value="')[1].split('"')[0]
    assert key.startswith("u-")
    assert browser.post(NEW, typed(picture=key, publish="1")).status_code == 302
    assert own(stall).state == "published"


def test_nobody_takes_anothers_picture_by_its_key(stall, browser, other):
    making.Browser(other.person_id).post(NEW, typed(files=making.photo(), save="1"))
    browser.post(NEW, typed(picture=f"u-{Upload.objects.get().pk}", save="1"))
    assert own(stall).pictures == ()


def test_scripts_in_words_are_shown_as_words_or_dropped(stall, browser):
    evil = '<p>ok</p><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'
    browser.post(NEW, typed(title_id="<script>alert(1)</script>", description_id=evil, save="1"))
    listing = own(stall)
    for path in (f"listings/{listing.id}/", f"listings/{listing.id}/preview/", "listings/"):
        page = browser.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_forbidden_words_keep_a_listing_off_sale(stall, browser):
    trust.load_words()
    answer = browser.post(NEW, typed(title_id="Ganja kering", files=making.photo(), publish="1"))
    assert answer.status_code == 422
    assert "ganja" in answer.content.decode()


def test_a_listing_goes_off_sale_and_on_again(stall, browser):
    listing_id = stall.listings["KAOS-1"]
    browser.post(f"listings/{listing_id}/withdraw/")
    assert catalogue.seller_listing(stall.seller_id, listing_id).state == "withdrawn"
    browser.post(f"listings/{listing_id}/publish/")
    assert catalogue.seller_listing(stall.seller_id, listing_id).state == "published"


def test_many_prices_and_counts_change_at_once_and_only_where_typed(stall, browser):
    one, two = stall.skus["KAOS-1"], stall.skus["KAOS-2"]
    answer = browser.post(
        "listings/stock/",
        {f"price-{one}": "45.000", f"before-{one}": "50000", f"stock-{one}": "10", f"was-{one}": "50000||10",
         f"price-{two}": "50000", f"stock-{two}": "3", f"was-{two}": "50000||10"},
    )  # fmt: skip
    assert answer.status_code == 302
    found = {sku.sku_id: sku for sku in catalogue.sku_facts([one, two])}
    assert (found[one].price_minor, found[one].list_minor, found[two].price_minor) == (
        4_500_000,
        5_000_000,
        5_000_000,
    )
    assert stock.free([one, two]) == {one: 10, two: 3}


def test_a_wrong_row_in_the_table_keeps_all_others_from_being_saved(stall, browser):
    making.order_from(stall, "KAOS-2", 4)
    one, two = stall.skus["KAOS-1"], stall.skus["KAOS-2"]
    for changes in (
        {f"price-{two}": "x"},
        {f"stock-{two}": "-1"},
        {f"stock-{two}": "2"},
        {f"price-{two}": "0"},
    ):
        sent = {f"price-{one}": "1.000", f"was-{one}": "50000||10", f"was-{two}": "50000||10", **changes}
        answer = browser.post("listings/stock/", sent)
        assert answer.status_code == 422
        assert "aria-invalid" in answer.content.decode()
        assert catalogue.sku_facts([one])[0].price_minor == making.PRICE


def test_a_listing_with_more_variants_than_a_form_holds_keeps_them(stall, browser):
    skus = [SkuDraft(seller_sku=f"V-{n}", price_minor=1_000_000, options={"size": str(n)}) for n in range(90)]
    listing_id = making.put_up(stall, "V", skus=skus)
    page = browser.get(f"listings/{listing_id}/").content.decode()
    assert "more variants than fit" in page
    data = {key: value for key, value in typed(save="1").items() if not key.startswith("sku-")}
    assert browser.post(f"listings/{listing_id}/", data).status_code == 302
    assert sum(sku.active for sku in catalogue.seller_listing(stall.seller_id, listing_id).skus) == 90


def test_rules_of_the_table():
    assert (
        rules.values(" Red,  red ,Blue、Black ")
        == rules.values("Red;\nBlue\nBlack")
        == ["Red", "Blue", "Black"]
    )
    rows = rules.table([["Red"], ["S", "M"]], [Row(("red", "s"), code="A", price="5")])
    assert [(row.options, row.code, row.price) for row in rows] == [
        (("red", "s"), "A", "5"),
        (("Red", "M"), "", "5"),
    ]
    assert [row.options for row in rules.table([[], []], [])] == [()]
    assert len(rules.table([[str(n) for n in range(99)], ["a", "b"]], [])) == rules.MOST_ROWS + 1
    assert rules.code("Kaos Polos", ("Merah", "XL"), ["kaos-polos-merah-xl"]) == "KAOS-POLOS-MERAH-XL-2"
    assert rules.code("ร้าน", (), []) == "SKU"
    assert rules.editable("<p>a &amp; b</p><p>c<br>d</p>") == "a & b\n\nc\nd"
    assert rules.editable("<table><tr><td>a</td></tr></table>") == "<table><tr><td>a</td></tr></table>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p>", "<p>a<br>b</p><p>c &amp; d &lt;e</p>", "",
        "<p>x</p><ul><li>a</li><li><b>b</b>: c</li></ul><p>y</p>",
        "<ul><li>a</li></ul><table><tr><td>x</td></tr></table>",
    ],
)  # fmt: skip
def test_a_description_comes_back_from_the_form_as_it_was(html):
    assert rules.written(rules.editable(html)) == html


def test_decimal_commas_part_no_values():
    labels = ["1 L", "1,2 L", "Merah, tua"]
    assert rules.values(rules.joined(labels)) == labels
    assert rules.values("1 L, 1,2 L") == ["1 L", "1,2 L"]


def test_a_listing_that_has_not_every_combination_gets_no_more(stall, browser):
    skus = [
        SkuDraft(seller_sku=f"C-{n}", price_minor=1_000_000, options={"colour": colour, "size": size})
        for n, (colour, size) in enumerate([("Merah", "1,2 L"), ("Biru", "2 L")])
    ]
    listing_id = making.put_up(stall, "C", skus=skus)
    page = browser.get(f"listings/{listing_id}/").content.decode()
    data = {key: value for key, value in typed(save="1").items() if not key.startswith("sku-")}
    for n, sku in enumerate(skus):
        row = Row(tuple(sku.options.values()), was_code=sku.seller_sku, was_stock="10")
        data |= {f"sku-{n}-key": variants.key(row), f"sku-{n}-code": sku.seller_sku, f"sku-{n}-price": "15.000",
                 f"sku-{n}-before": "", f"sku-{n}-stock": "10"}  # fmt: skip
    axes = {"axis-0": "colour", "values-0": "Merah, Biru", "axis-1": "size", "values-1": "1,2 L; 2 L"}
    shown = [axes["axis-0"], axes["values-0"], axes["axis-1"], axes["values-1"]]
    assert all(f'name="axes-shown" value="{each}"' in page for each in shown)
    answer = browser.post(f"listings/{listing_id}/", {**data, **axes, "axes-shown": shown})
    assert answer.status_code == 302, answer.content.decode()
    found = [
        sku.options_text for sku in catalogue.seller_listing(stall.seller_id, listing_id).skus if sku.active
    ]
    assert found == ["Merah, 1,2 L", "Biru, 2 L"]


def test_a_variant_without_a_price_is_offered_no_longer(stall, browser):
    skus = [SkuDraft(seller_sku=f"D-{n}", price_minor=1_000_000, options={"size": n}) for n in "SM"]
    listing_id = making.put_up(stall, "D", skus=skus)
    data = {key: value for key, value in typed(save="1").items() if not key.startswith("sku-")}
    for n, size in enumerate("SM"):
        data |= {f"sku-{n}-key": variants.key(Row((size,), was_code=f"D-{size}", was_stock="10")),
                 f"sku-{n}-code": f"D-{size}", f"sku-{n}-price": "15.000" if size == "S" else "",
                 f"sku-{n}-before": "", f"sku-{n}-stock": "10"}  # fmt: skip
    data |= {"axis-0": "size", "values-0": "S, M", "axes-shown": ["size", "S, M", "", ""]}
    assert browser.post(f"listings/{listing_id}/", data).status_code == 302
    found = {sku.seller_sku: sku.active for sku in catalogue.seller_listing(stall.seller_id, listing_id).skus}
    assert found == {"D-S": True, "D-M": False}
