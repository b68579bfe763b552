"""Which shops a demo venture has. Pure: the same every time."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from pasar.simulate.demo import words

RETAIL = "retail"
_SLUGS_TH = (
    "khrua-pa-si", "rungrueang-khongchai", "phathai-ban-mai", "suepha-maeying", "kafae-doi-mok", "suan-lung-bun",
    "muethue-sabai-chai", "chaksan-lanna", "ban-nu-noi", "alai-chang-nui", "comcity-khonkaen", "miao-hong-shop",
    "phiw-sai-mook", "sanam-kila-shop", "nangsue-rim-nam", "maisak-phrae", "samunphrai-mo-ya", "suea-khon-doen-din",
    "rongthao-num-thao", "pratunam-khaisong", "case-suay", "faifa-thawisap", "khongfak-mueang-nuea", "dontri-khru-ek",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShopPlan:
    """A shop before it is in the database."""

    number: int
    """Within its venture, from 1."""
    class_key: str
    name: str
    slug: str
    """Empty: made of the name."""
    tops: tuple[str, ...]
    """Top categories it sells in; empty: everything."""
    brand: str
    """The one brand it sells; empty: several."""
    town: int
    """Where its parcels leave from: place in the venture's list of towns."""
    place: str
    """What people see of where it is: that town, or the city abroad."""
    tagline: str
    description: str
    days: int
    """Working days until it hands over."""
    standing: float
    """0 to 1: how well it keeps its customers."""


def plan(country: str, size: str = "full") -> list[ShopPlan]:
    """Every shop of a demo venture: its own shelf first, then brands, home sellers and sellers from abroad."""
    everyone = _full(country)
    if size == "full":
        return everyone
    wanted = {RETAIL: 1, "brand": 2, "home": 2, "cross_border": 1}
    return [
        shop
        for class_key, most in wanted.items()
        for shop in [each for each in everyone if each.class_key == class_key][:most]
    ]


def _full(country: str) -> list[ShopPlan]:
    place, common = words.venture(country), words.shops()
    rows: list[tuple[str, str, str, Sequence[str], str, str]] = [(RETAIL, place["retail"], "", (), "", "")]
    for top, brands in common["brands"].items():
        rows.append(("brand", f"{brands[0]} Official", "", (top,), brands[0], ""))
    for number, (name, tops) in enumerate(place["home"]):
        rows.append(("home", name, _SLUGS_TH[number] if country == "th" else "", tops, "", ""))
    for name, tops, city in common["abroad"]:
        rows.append(("cross_border", name, "", tops, "", city))
    return [_shop(country, number, *row) for number, row in enumerate(rows, 1)]


def _shop(
    country: str,
    number: int,
    class_key: str,
    name: str,
    slug: str,
    tops: Sequence[str],
    brand: str,
    city: str,
) -> ShopPlan:
    random = Random(f"shop {country} {number}")
    place = words.venture(country)
    said = words.words(words.MAIN[country]).phrases
    town = random.randrange(len(place["towns"]))
    seen = city or place["towns"][town]["town"]
    days = {"cross_border": 3, RETAIL: 1}.get(class_key, random.choice((1, 1, 2)))
    tagline = said["taglines"][tops[0] if tops else "home"]
    about = said["about"][class_key].format(shop=name, place=seen)
    if tops and class_key in ("home", "cross_border"):
        about = f"{about}\n\n{'. '.join(said['taglines'][top] for top in tops)}."
    return ShopPlan(
        number=number, class_key=class_key, name=name, slug=slug, tops=tuple(tops), brand=brand, town=town, place=seen,
        tagline=tagline, description=about, days=days, standing=0.55 + 0.45 * random.random(),
    )  # fmt: skip
