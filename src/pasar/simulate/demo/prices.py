"""Prices as shops of each country set them: near a round number, on the venture's step. Pure."""

from pasar.kernel.money import EXPONENTS

CURRENCIES = {"id": "IDR", "my": "MYR", "ph": "PHP", "sg": "SGD", "th": "THB", "vn": "VND"}


def charming(country: str, amount: float) -> int:
    """Minor units of a shop price near an amount of the country's currency."""
    whole = _CHARMS[country](max(amount, _LEAST[country]))
    scale: int = 10 ** EXPONENTS[CURRENCIES[country]]
    return round(whole * scale)


def _rupiah(amount: float) -> float:
    if amount < 20_000:
        return round(amount / 500) * 500
    if amount < 100_000:
        return round(amount / 1_000) * 1_000 - 100
    if amount < 1_000_000:
        return round(amount / 10_000) * 10_000 - 1_000
    return round(amount / 50_000) * 50_000 - 1_000


def _ringgit(amount: float) -> float:
    if amount < 100:
        return int(amount) + 0.9
    return round(amount / 10) * 10 - 1 if amount < 1_000 else round(amount / 50) * 50 - 1


def _peso(amount: float) -> float:
    if amount < 100:
        return round(amount / 5) * 5 - 1
    return round(amount / 10) * 10 - 1 if amount < 1_000 else round(amount / 50) * 50 - 1


def _dollar(amount: float) -> float:
    if amount < 30:
        return int(amount) + 0.9
    return int(amount / 2) * 2 + 0.9 if amount < 200 else round(amount / 10) * 10 - 1


def _baht(amount: float) -> float:
    if amount < 100:
        return round(amount / 5) * 5 - 1
    return round(amount / 10) * 10 if amount < 1_000 else round(amount / 100) * 100 - 10


def _dong(amount: float) -> float:
    if amount < 100_000:
        return round(amount / 1_000) * 1_000
    return (
        round(amount / 10_000) * 10_000 - 1_000
        if amount < 1_000_000
        else round(amount / 50_000) * 50_000 - 10_000
    )


_CHARMS = {"id": _rupiah, "my": _ringgit, "ph": _peso, "sg": _dollar, "th": _baht, "vn": _dong}
_LEAST = {"id": 2_500, "my": 1, "ph": 15, "sg": 1, "th": 10, "vn": 5_000}
