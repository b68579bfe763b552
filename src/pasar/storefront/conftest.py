import pytest

from pasar.storefront.tests import making


@pytest.fixture
def country(db: None) -> None:
    """Indonesia with a corner of Jakarta, tariffs, fees and categories."""
    making.open_country()


@pytest.fixture
def shop(country: None) -> making.Shop:
    """A shop with many of A (Rp 75.000) and two of B (Rp 19.900)."""
    return making.open_shop("Toko Ibu", {"A": (7_500_000, 10), "B": (1_990_000, 2)})


@pytest.fixture
def other_shop(shop: making.Shop) -> making.Shop:
    return making.open_shop("Toko Bapak", {"C": (12_000_000, 5)})


@pytest.fixture
def siti(country: None) -> int:
    """A customer with an address."""
    return making.join("siti@mail.example", name="Siti")


@pytest.fixture
def budi(country: None) -> int:
    """Another customer with an address."""
    return making.join("budi@mail.example", name="Budi")
