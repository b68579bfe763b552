import pytest

from pasar.market.identity import queries as people
from pasar.storefront.tests.making import Visitor, visitor

TYPED = {
    "recipient": "Ibu Ani", "phone": "0812 3456 7890", "line1": "Jl. Bangka Raya 3", "line2": "RT 1",
    "landmark": "Masjid",
}  # fmt: skip
CHOSEN = {"level-0": "31", "level-1": "31.74", "level-2": "31.74.05", "level-3": "31.74.05.1001"}


def test_an_address_is_written_step_by_step_without_scripts(siti):
    who = visitor("siti@mail.example")
    sent = TYPED | {"step": "1"}
    for n in range(4):
        page = who.post("account/addresses/new/", sent)
        assert page.status_code == 200
        assert [level.name for level in page.context["chain"].levels] == [f"level-{i}" for i in range(n + 1)]
        assert 'value="Ibu Ani"' in page.content.decode()
        sent[f"level-{n}"] = CHOSEN[f"level-{n}"]
    del sent["step"]
    assert who.post("account/addresses/new/", sent).status_code == 302
    newest = max(people.addresses(siti), key=lambda each: each.id)
    assert (newest.recipient, newest.postcode, newest.zone) == ("Ibu Ani", "12730", "jabodetabek")


def test_saving_too_early_asks_for_the_next_choice_and_keeps_what_was_typed(siti):
    page = visitor("siti@mail.example").post("account/addresses/new/", TYPED | {"level-0": "31"})
    assert page.status_code == 422
    assert page.context["form"].errors["area"]
    assert len(page.context["chain"].levels) == 2
    assert "Jl. Bangka Raya 3" in page.content.decode()
    assert len(people.addresses(siti)) == 1


def test_an_empty_form_names_the_place_among_what_is_missing(siti):
    page = visitor("siti@mail.example").post("account/addresses/new/", {})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"recipient", "phone", "line1", "area"}


def test_another_province_makes_the_narrower_choices_fall_away(siti):
    page = visitor("siti@mail.example").get("account/areas/?level-0=31&level-1=99.99&level-2=31.74.05")
    levels = page.context["chain"].levels
    assert [(level.name, level.chosen) for level in levels] == [("level-0", "31"), ("level-1", "")]


@pytest.mark.parametrize("typed", ["tebet ti", "12820"])
def test_a_place_is_found_by_name_or_postcode_and_picked(siti, typed):
    who = visitor("siti@mail.example")
    page = who.post("account/addresses/new/", TYPED | {"q": typed, "find": "1"})
    [found] = page.context["chain"].found
    assert found.text == "Tebet Timur, Tebet, South Jakarta, Jakarta"
    picked = who.post("account/addresses/new/", TYPED | {"pick": found.code})
    assert picked.context["chain"].code == "31.74.01.1001"
    assert 'value="Ibu Ani"' in picked.content.decode()


def test_what_is_wrong_stands_beside_its_field(siti):
    page = visitor("siti@mail.example").post(
        "account/addresses/new/", TYPED | CHOSEN | {"phone": "12", "postcode": "12820"}
    )
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"phone", "postcode"}
    page = visitor("siti@mail.example").post("account/addresses/new/", TYPED | CHOSEN | {"postcode": "12820"})
    assert set(page.context["form"].errors) == {"postcode"}
    assert len(people.addresses(siti)) == 1


def test_somebody_elses_address_is_not_there(siti, budi):
    [theirs] = people.addresses(budi)
    who = visitor("siti@mail.example")
    assert who.get(f"account/addresses/{theirs.id}/").status_code == 404
    assert who.post(f"account/addresses/{theirs.id}/", TYPED | CHOSEN).status_code == 404
    who.post(f"account/addresses/{theirs.id}/remove/")
    assert people.addresses(budi) == [theirs]


def test_saving_leads_back_to_the_checkout(siti):
    sent = TYPED | CHOSEN | {"next": "/id/en/checkout/"}
    assert visitor("siti@mail.example").post("account/addresses/new/", sent).url == "/id/en/checkout/"


def test_singapore_asks_for_the_postal_code_and_no_places(siti):
    who = visitor("siti@mail.example")
    page = who.get("/sg/en/account/addresses/new/").content.decode()
    assert 'name="postcode"' in page
    assert 'name="level-0"' not in page


def test_guests_are_led_to_the_sign_in(country):
    answer = Visitor().get("account/addresses/")
    assert answer.url == "/id/en/account/sign-in/?next=%2Fid%2Fen%2Faccount%2Faddresses%2F"
