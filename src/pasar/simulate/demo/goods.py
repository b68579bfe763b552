"""The goods of a demo venture: listings with variants, prices, pictures, stock. Pure: the same every time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from random import Random
from typing import Any

from pasar.market.catalogue.rules import BulkListing, SkuDraft
from pasar.simulate.demo import facts, texts, words
from pasar.simulate.demo.facts import Option
from pasar.simulate.demo.prices import charming
from pasar.simulate.demo.shops import RETAIL, ShopPlan
from pasar.simulate.demo.words import MAIN, Kind

PER_KIND = 4
EXTRA_EVERY = 9
"""Every ninth kind has one listing more."""
SKUS_MOST = 9
GROUNDS = ("sand", "mist", "dusk", "leaf", "rose", "sky", "slate", "paper")
_CLASS_FACTOR = {"home": 0.92, "brand": 1.12, "cross_border": 0.82, RETAIL: 1.04}
_CLASS_WEIGHT = {"home": 8, "brand": 5, "cross_border": 3, RETAIL: 3}
_NEVER_ABROAD = {"fresh", "drinks", "garden", "seed", "furniture"}
_UNBRANDED = {"fresh", "garden"}


@dataclass(frozen=True, slots=True)
class GoodsPlan:
    """A listing of a shop of the plan, with what its SKUs begin with."""

    shop: ShopPlan
    listing: BulkListing
    """Its shop and seller are the shop's number in the plan, until it is put in place."""
    units: tuple[int, ...]
    costs: tuple[int, ...]
    """What a unit cost the venture's own shelf; else 0."""


def plan(country: str, shops: Sequence[ShopPlan], at: datetime, size: str = "full") -> Iterator[GoodsPlan]:
    """Every listing of a venture. at: what counts as now."""
    for number, (kind, turn) in enumerate(_turns(size)):
        random = Random(f"goods {country} {kind.key} {turn}")
        shop = _shop_for(random, kind, shops)
        yield _goods(country, random, kind, number, shop, at)


def _turns(size: str) -> Iterator[tuple[Kind, int]]:
    if size != "full":
        # Every leaf's turn comes round: one kind of every other leaf or so.
        seen: dict[str, Kind] = {}
        for kind in words.kinds():
            seen.setdefault(kind.leaf, kind)
        yield from ((kind, 0) for index, kind in enumerate(seen.values()) if index % 12 < 5)
        return
    for index, kind in enumerate(words.kinds()):
        yield from ((kind, turn) for turn in range(PER_KIND + (index % EXTRA_EVERY == 0)))


def _top(kind: Kind) -> str:
    return facts.leaves()[kind.leaf].path.split("/", 1)[0]


def _shop_for(random: Random, kind: Kind, shops: Sequence[ShopPlan]) -> ShopPlan:
    top = _top(kind)
    fitting = [
        shop
        for shop in shops
        if (not shop.tops or top in shop.tops)
        and not (shop.class_key == "cross_border" and kind.group in _NEVER_ABROAD)
    ]
    return random.choices(fitting, [_CLASS_WEIGHT[shop.class_key] for shop in fitting])[0]


def _goods(country: str, random: Random, kind: Kind, number: int, shop: ShopPlan, at: datetime) -> GoodsPlan:
    attributes = facts.draw(random, kind)
    chosen = _axes(random, kind, attributes)
    varying = frozenset(_varying(chosen))
    if (colours := dict(chosen).get("colour")) and "colour" in attributes:
        attributes["colour"] = colours[0].value
    said = _said(random, kind, attributes, varying, shop)
    usd = _usd(random, kind, shop)
    skus = _skus(country, random, kind, number, chosen, usd)
    sold, rating_sum, rating_count, popularity = _standing(random, shop, usd)
    languages = dict.fromkeys((MAIN[country], "en"))
    listing = BulkListing(
        shop_id=shop.number,
        seller_id=shop.number,
        category_path=facts.leaves()[kind.leaf].path,
        titles={language: texts.title(said, language) for language in languages},
        descriptions={language: texts.description(said, language, shop.place, shop.days) for language in languages},
        brand=said.brand,
        attributes={key: value for key, value in attributes.items() if key not in varying},
        pictures=_pictures(random, kind, [option.value for option in dict(chosen).get("colour", ())]),
        skus=skus,
        created_at=at - timedelta(days=random.randint(4, 330), minutes=random.randrange(1440)),
        rating_sum=rating_sum, rating_count=rating_count, sold_count=sold, popularity=popularity,
    )  # fmt: skip
    return GoodsPlan(shop, listing, _units(random, skus, shop), _costs(country, random, skus, shop))


def _axes(random: Random, kind: Kind, attributes: dict[str, Any]) -> list[tuple[str, list[Option]]]:
    names = facts.axes(kind)
    most = 5 if len(names) == 1 else 3
    chosen = []
    for axis in names:
        count = 1 + min(random.randrange(most), random.randrange(most) + 1)
        if axis in ("size", "shoe-size", "waist"):
            count = min(4, count + 1)
        options = facts.values(random, kind, axis, attributes, count)
        if len(options) == 1 and axis != "colour":
            _tell(axis, options[0], kind, attributes)
        elif options:
            chosen.append((axis, options))
    while chosen and _product(chosen) > SKUS_MOST:
        longest = max(range(len(chosen)), key=lambda index: len(chosen[index][1]))
        chosen[longest] = (chosen[longest][0], chosen[longest][1][:-1])
    return chosen


def _tell(axis: str, option: Option, kind: Kind, attributes: dict[str, Any]) -> None:
    """An axis with one value is no choice: the listing itself says it."""
    rule = words.options()["axes"][axis]
    key = rule.get("choice") or rule.get("attribute")
    if key in attributes:
        attributes[key] = option.value


def _product(chosen: Sequence[tuple[str, list[Option]]]) -> int:
    size = 1
    for _axis, options in chosen:
        size *= len(options)
    return size


def _varying(chosen: Sequence[tuple[str, list[Option]]]) -> Iterator[str]:
    """Attributes that a chosen axis tells of, so that the listing as a whole does not."""
    for axis, _options in chosen:
        rule = words.options()["axes"][axis]
        if axis != "colour":
            yield rule.get("choice") or rule.get("attribute") or axis
        if axis in (
            "lock-size",
            "bed-size",
            "curtain-size",
            "box-size",
            "case-size",
            "pan-size",
            "globe-size",
        ):
            yield from ("dimensions", "capacity")


def _said(
    random: Random, kind: Kind, attributes: Mapping[str, Any], varying: frozenset[str], shop: ShopPlan
) -> texts.Said:
    brands = words.shops()["brands"][_top(kind)]
    branded = kind.group not in _UNBRANDED and shop.class_key != "cross_border" and random.random() < 0.75
    points = random.sample(range(6), 4)
    return texts.Said(
        kind=kind,
        brand=shop.brand or (random.choice(brands) if branded else ""),
        model=texts.model(random, kind),
        attributes=attributes,
        varying=varying,
        points=tuple(points),
        tag=random.randrange(5) if shop.class_key == "home" and random.random() < 0.3 else None,
        title_facts=random.choice((1, 2, 2)),
        closing=random.randrange(3),
    )


def _usd(random: Random, kind: Kind, shop: ShopPlan) -> float:
    low, high = kind.usd
    share: float = random.random() ** 1.8
    return (low + (high - low) * share) * _CLASS_FACTOR[shop.class_key]


def _skus(
    country: str, random: Random, kind: Kind, number: int,
    chosen: Sequence[tuple[str, list[Option]]], usd: float,
) -> tuple[SkuDraft, ...]:  # fmt: skip
    fx = words.venture(country)["fx"]
    was = random.uniform(1.15, 1.7) if random.random() < 0.26 else 0.0
    axes = [axis for axis, _options in chosen]
    ground = random.choice(GROUNDS)
    dyed = words.options()["colours"][kind.group] if kind.objects[0] in words.options()["tintable"] else ()
    skus = []
    for options in product(*(options for _axis, options in chosen)):
        price_factor = weight_factor = 1.0
        for option in options:
            price_factor *= option.price_factor
            weight_factor *= option.weight_factor
        price = charming(country, usd * price_factor * fx)
        before = charming(country, usd * price_factor * fx * was) if was else 0
        colour = next(
            (option.value for axis, option in zip(axes, options, strict=True) if axis == "colour"), ""
        )
        side = weight_factor ** (1 / 3)
        skus.append(
            SkuDraft(
                seller_sku="-".join(
                    (kind.leaf[:3].upper(), f"{number:05d}", *(each.code for each in options))
                ),
                price_minor=price,
                list_minor=before if before > price else None,
                options={axis: option.words for axis, option in zip(axes, options, strict=True)},
                weight_g=max(5, round(kind.weight_g * weight_factor)),
                size_cm=tuple(max(1, round(length * side)) for length in kind.size_cm),
                picture=picture(kind.objects[0], colour, ground) if colour in dyed else None,
            )
        )
    return tuple(skus)


def picture(name: str, colour: str, ground: str) -> dict[str, str]:
    """An object on a ground, dyed only where such goods come in one colour all over, and another than it has."""
    options = words.options()
    dyed = name in options["tintable"] and colour not in options["natural"].get(name, ())
    tint = options["tints"].get(colour, colour) if dyed else ""
    return {"kind": "object", "object": name, "tint": tint, "ground": ground}


def _pictures(random: Random, kind: Kind, own: Sequence[str]) -> tuple[dict[str, str], ...]:
    """A gallery: the colours on offer first, no ground twice."""
    others = [colour for colour in words.options()["colours"][kind.group] if colour not in own]
    random.shuffle(others)
    colours = [*own, *others]
    turn = random.randrange(len(kind.objects))
    objects = kind.objects[turn:] + kind.objects[:turn]
    grounds = random.sample(GROUNDS, 4)
    return tuple(
        picture(objects[index % len(objects)], colours[index % len(colours)], grounds[index])
        for index in range(random.choice((3, 4, 4)))
    )


def _standing(random: Random, shop: ShopPlan, usd: float) -> tuple[int, int, int, int]:
    """Sold units, sum and count of ratings, popularity: a few goods sell very well, most a little."""
    share = random.random() ** 3
    sold = int(share * 4_000 / (1 + usd / 18) * shop.standing) + random.randrange(6)
    count = int(sold * random.uniform(0.18, 0.4))
    mean = min(4.97, 3.7 + 0.9 * shop.standing + random.uniform(0, 0.45))
    total = min(5 * count, max(count, round(mean * count)))
    return sold, total, count, int(20 + 75 * share * shop.standing)


def _units(random: Random, skus: Sequence[SkuDraft], shop: ShopPlan) -> tuple[int, ...]:
    if random.random() < 0.04:
        return (0,) * len(skus)
    usual = (3, 6, 9, 12, 18, 24) if shop.class_key == RETAIL else (2, 5, 8, 14, 25, 40, 70, 120)
    return tuple(0 if random.random() < 0.05 else random.choice(usual) for _ in skus)


def _costs(country: str, random: Random, skus: Sequence[SkuDraft], shop: ShopPlan) -> tuple[int, ...]:
    if shop.class_key != RETAIL:
        return (0,) * len(skus)
    share = random.uniform(0.58, 0.74)
    return tuple(int(sku.price_minor * share) for sku in skus)
