import pytest

from pasar.countries import operations, queries
from pasar.countries.models import Area
from pasar.kernel.errors import Invalid


@pytest.fixture(scope="module")
def areas(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        operations.load_areas()
        yield
        Area.objects.all().delete()
        from pasar.countries.models import AreaFile

        AreaFile.objects.all().delete()


pytestmark = pytest.mark.usefixtures("areas", "db")


def test_loading_again_writes_nothing():
    assert operations.load_areas() == 0
    assert Area.objects.count() > 140_000


@pytest.mark.parametrize(
    ("country", "language", "top", "below"),
    [
        ("id", "id", "Bali", "Kabupaten Badung"), ("my", "ms", "Selangor", "Shah Alam"),
        ("ph", "en", "National Capital Region (NCR)", "Makati City"), ("th", "th", "กรุงเทพมหานคร", "เขตพระนคร"),
        ("th", "en", "Bangkok", "Khet Phra Nakhon"), ("vn", "vi", "Thành phố Hà Nội", "Phường Ba Đình"),
    ],
)  # fmt: skip
def test_the_address_form_leads_from_wide_to_narrow(country, language, top, below):
    widest = {place.name: place for place in queries.children(country, "", language)}
    assert below in {place.name for place in queries.children(country, widest[top].code, language)}


def test_a_place_is_named_from_narrow_to_wide():
    assert queries.area_text("vn", "00004", "vi") == "Phường Ba Đình, Thành phố Hà Nội"


def test_paths_of_many_places_are_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.paths("th", ["100101", "500101"], "en")
    assert found["100101"][0].name == "Bangkok"
    assert len(found["500101"]) == 3


def test_a_place_is_found_by_what_people_type():
    assert queries.find("id", "kemang", "id")
    assert queries.find("th", "10400", "th")
    assert queries.find("vn", "ba dinh", "vi") == queries.find("vn", "Ba Đình", "vi")
    assert queries.find("id", "%", "id") == []


def test_area_and_postcode_are_made_sure_of_together():
    bangkok = queries.resolve("th", "100101", "10200", "en")
    assert (bangkok.zone, bangkok.postcode, bangkok.names[0]) == ("bangkok", "10200", "Bangkok")
    assert queries.resolve("id", "31.74.01.1001", "", "id").postcode
    assert queries.resolve("sg", "", "560123", "en").zone == "island"


@pytest.mark.parametrize(
    ("country", "area", "postcode"),
    [
        ("th", "100101", "99999"),
        ("th", "10", "10200"),
        ("th", "nowhere", "10200"),
        ("sg", "", "12"),
        ("sg", "", "990123"),
        ("id", "", ""),
    ],
)
def test_an_area_that_does_not_fit_is_refused_and_says_what_to_do(country, area, postcode):
    with pytest.raises(Invalid) as refusal:
        queries.resolve(country, area, postcode, "en")
    assert refusal.value.data["field"] in ("area", "postcode")
