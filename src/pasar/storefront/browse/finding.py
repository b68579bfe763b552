"""From what stands in an address to a search, and from its results to what the page shows.

Nothing a visitor writes into the address is an error: what cannot be meant is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from pasar import countries
from pasar.countries.formats import major_units, money_text
from pasar.kernel.errors import Invalid
from pasar.kernel.ids import ListingId
from pasar.market.catalogue import queries as catalogue
from pasar.market.search import queries as engine
from pasar.market.search.rules import SORTS, Results, SearchRequest
from pasar.storefront.browse import pricing
from pasar.ui import words
from pasar.ui.amounts import typed_minor
from pasar.ui.requests import VentureRequest

SHOWN_CATEGORIES = 12
SHOWN_PLACES = 14
MOST_VALUES = 12


@dataclass(frozen=True)
class Choice:
    """Something one can narrow down to. url: the results with it switched on or off."""

    value: str
    label: str
    count: int
    on: bool
    url: str


@dataclass(frozen=True)
class Found:
    """A page of results with everything around it."""

    text: str
    cards: list[catalogue.ListingCard]
    total: int
    loosened: bool
    next_url: str
    categories: list[Choice]
    kinds: list[Choice]
    places: list[Choice]
    stars: list[Choice]
    sorts: list[Choice]
    chosen: list[Choice]
    """What is switched on now; each url leads to the results without it."""
    clear_url: str
    price_from: str
    price_to: str
    price_range: tuple[int, int] | None
    reduced: bool
    sort: str
    continued: bool


def read(request: VentureRequest, *, category: str = "", shop_id: int | None = None) -> SearchRequest:
    """The search that an address asks for. category and shop_id: where the page stands anyway."""
    asked = request.GET
    country = request.country
    rating = asked.get("rating", "")
    return SearchRequest(
        text=asked.get("q", ""),
        category=category or _known_category(asked.get("c", "")),
        price_from=_price(asked.get("min", ""), country),
        price_to=_price(asked.get("max", ""), country),
        rating=int(rating) if rating in ("1", "2", "3", "4", "5") else None,
        places=tuple(value[:120] for value in asked.getlist("place")[:MOST_VALUES] if value),
        shop_kinds=tuple(value[:20] for value in asked.getlist("kind")[:MOST_VALUES] if value),
        reduced=asked.get("reduced") == "1",
        shop_id=shop_id,
        sort=asked.get("sort", "relevance"),  # type: ignore[arg-type]
        after=asked.get("after", ""),
    )


def find(request: VentureRequest, asked: SearchRequest, *, here: str = "") -> Found:
    """One page of results for a search. here: the category the page stands in, which cannot be switched off."""
    country, language = request.country, request.language
    results = engine.search(country.key, language, asked)
    cards = pricing.with_campaigns(
        catalogue.cards([ListingId(each) for each in results.listing_ids], language)
    )
    query = _clean(request.GET)
    return Found(
        text=" ".join(asked.text.split())[:200],
        cards=cards,
        total=results.total,
        loosened=results.loosened,
        next_url=_with(query, after=results.next) if results.next else "",
        categories=_categories(query, asked, results, here, language),
        kinds=_telling(
            _values(query, "kind", asked.shop_kinds, results, "shop_kind", lambda key: words.badge(key)[0]), results
        ),
        places=_telling(_values(query, "place", asked.places, results, "place", str), results)[:SHOWN_PLACES],
        stars=_stars(query, asked, results),
        sorts=_sorts(query, asked),
        chosen=_chosen(query, asked, country, language, here),
        clear_url=_with(QueryDict(), q=asked.text) if asked.text else "?",
        price_from=_typed(asked.price_from, country),
        price_to=_typed(asked.price_to, country),
        price_range=results.price_range,
        reduced=asked.reduced,
        sort=asked.sort if asked.sort in SORTS else "relevance",
        continued=bool(asked.after),
    )  # fmt: skip


def _categories(
    query: QueryDict, asked: SearchRequest, results: Results, here: str, language: str
) -> list[Choice]:
    """The categories one step further down from where one is, the fullest first."""
    depth = asked.category.count("/") + 1 if asked.category else 0
    found = []
    for facet in results.facets.get("category", []):
        node = catalogue.find_category(facet.value)
        below = not asked.category or facet.value.startswith(asked.category + "/")
        if node is not None and below and node.path.count("/") == depth:
            url = "" if here else _with(query, c=node.path)
            found.append(Choice(node.path, node.name(language), facet.count, False, url))
    return found[:SHOWN_CATEGORIES]


def _values(
    query: QueryDict,
    name: str,
    on: tuple[str, ...],
    results: Results,
    facet: str,
    label: Callable[[str], str],
) -> list[Choice]:
    """A facet's values; what is switched on stays to be seen even where it finds nothing."""
    counted = {each.value: each.count for each in results.facets.get(facet, []) if each.value}
    counted = {value: counted.get(value, 0) for value in on} | counted
    return [
        Choice(value, label(value), count, value in on, _toggled(query, name, value))
        for value, count in counted.items()
    ]


def _telling(choices: list[Choice], results: Results) -> list[Choice]:
    """The choices, or none where the only one is what every result has anyway."""
    alone = len(choices) == 1 and not choices[0].on and choices[0].count == results.total
    return [] if alone else choices


def _stars(query: QueryDict, asked: SearchRequest, results: Results) -> list[Choice]:
    """Ratings from the best down; one that brings no more results than the one above it is left out."""
    found: list[Choice] = []
    for each in results.facets.get("stars", []):
        on = str(asked.rating or "") == each.value
        if on or not found or each.count > found[-1].count:
            found.append(
                Choice(each.value, each.value, each.count, on, _toggled(query, "rating", each.value))
            )
    return found


def _sorts(query: QueryDict, asked: SearchRequest) -> list[Choice]:
    labels = {
        "relevance": _("Best match"), "sold": _("Most sold"), "newest": _("Newest"), "price_up": _("Price, low first"),
        "price_down": _("Price, high first"), "rating": _("Best rated"),
    }  # fmt: skip
    now = asked.sort if asked.sort in SORTS else "relevance"
    return [
        Choice(key, label, 0, key == now, _with(query, sort="" if key == "relevance" else key))
        for key, label in labels.items()
    ]


def _chosen(
    query: QueryDict, asked: SearchRequest, country: countries.Country, language: str, here: str
) -> list[Choice]:
    found: list[tuple[str, str, str]] = []
    if asked.category and not here:
        node = catalogue.find_category(asked.category)
        found.append(("c", asked.category, node.name(language) if node else asked.category))
    found += [("kind", value, words.badge(value)[0]) for value in asked.shop_kinds]
    found += [("place", value, value) for value in asked.places]
    if asked.rating:
        found.append(("rating", str(asked.rating), _("%(stars)s stars and up") % {"stars": asked.rating}))
    if asked.price_from is not None:
        text = money_text(asked.price_from, country, language)
        found.append(("min", query.get("min", ""), _("from %(price)s") % {"price": text}))
    if asked.price_to is not None:
        text = money_text(asked.price_to, country, language)
        found.append(("max", query.get("max", ""), _("up to %(price)s") % {"price": text}))
    if asked.reduced:
        found.append(("reduced", "1", _("Reduced")))
    return [Choice(value, label, 0, True, _without(query, name, value)) for name, value, label in found]


def _known_category(path: str) -> str:
    return path if catalogue.find_category(path) else ""


def _price(text: str, country: countries.Country) -> int | None:
    try:
        return typed_minor(text, country) if text else None
    except Invalid:
        return None


def _typed(minor: int | None, country: countries.Country) -> str:
    """A price as somebody would type it: no decimals where there are none."""
    return "" if minor is None else major_units(minor, country.currency).removesuffix(".00")


_KEPT = ("q", "c", "min", "max", "rating", "place", "kind", "reduced", "sort")


def _clean(asked: QueryDict) -> QueryDict:
    """What of an address is ours, without the place in the list: every change starts at the first page again."""
    query = QueryDict(mutable=True)
    for name in _KEPT:
        values: Iterable[str] = [value[:200] for value in asked.getlist(name)[:MOST_VALUES] if value]
        if values:
            query.setlist(name, list(values))
    return query


def _with(query: QueryDict, **changed: str) -> str:
    result = query.copy()
    for name, value in changed.items():
        if value:
            result[name] = value
        else:
            result.pop(name, None)
    return "?" + result.urlencode()


def _without(query: QueryDict, name: str, value: str) -> str:
    result = query.copy()
    result.setlist(name, [each for each in result.getlist(name) if each != value])
    return "?" + result.urlencode()


def _toggled(query: QueryDict, name: str, value: str) -> str:
    on = query.getlist(name)
    if value in on:
        return _without(query, name, value)
    result = query.copy()
    result.setlist(name, [value] if name == "rating" else [*on, value])
    return "?" + result.urlencode()
