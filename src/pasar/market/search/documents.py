"""Listings made into the documents that the index holds: words, facets, what customers made of them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from pasar import countries
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue import texts
from pasar.market.catalogue.queries import Source
from pasar.market.search.rules import Document
from pasar.market.sellers import queries as sellers
from pasar.market.stock import queries as stock

DESCRIPTION_CHARS = 300
"""The beginning says what it is; more words of a long text only make it found for what it is not."""


def of(country: str, listing_ids: Sequence[int]) -> list[Document]:
    """Documents of those among these listings that visitors can find."""
    return _documents(country, catalogue.sources(country, listing_ids, size=len(listing_ids)))


def page(country: str, after: int, size: int) -> tuple[list[Document], int]:
    """Documents of a venture's next listings behind an id, and the id to go on from; 0 at the end."""
    sources = catalogue.sources(country, after=after, size=size)
    return _documents(country, sources), sources[-1].id if len(sources) == size else 0


def _documents(country: str, sources: Sequence[Source]) -> list[Document]:
    if not sources:
        return []
    shops = sellers.shops({source.shop_id for source in sources})
    free = stock.availability(source.id for source in sources)
    spoken = tuple(dict.fromkeys((countries.get(country).languages[0], "en")))
    return [
        _document(source, shop, free[source.id] > 0, spoken)
        for source in sources
        if (shop := shops.get(source.shop_id)) and shop.open
    ]


def _document(source: Source, shop: sellers.ShopView, in_stock: bool, spoken: tuple[str, ...]) -> Document:
    return Document(
        listing_id=source.id,
        titles=source.titles,
        descriptions={
            tag: texts.plain(html, DESCRIPTION_CHARS) for tag, html in source.descriptions.items() if html
        },
        brand=source.brand,
        category_path=source.category_path,
        category_names=_category_names(source.category_path, spoken),
        attributes=_attribute_words(source, spoken),
        seller_codes=source.codes,
        shop_id=source.shop_id,
        shop_name=shop.name,
        shop_kind=shop.class_key,
        place=shop.place,
        price_minor=source.price_minor,
        reduced=source.reduced,
        rating_sum=source.rating_sum,
        rating_count=source.rating_count,
        sold_count=source.sold_count,
        popularity=source.popularity,
        created_s=source.created_s,
        in_stock=in_stock,
    )


@lru_cache(maxsize=2_000)
def _category_names(path: str, spoken: tuple[str, ...]) -> Mapping[str, str]:
    trail = catalogue.trail(path)
    return {tag: " ".join(each.name(tag) for each in trail) for tag in spoken}


def _attribute_words(source: Source, spoken: tuple[str, ...]) -> str:
    words = [
        value
        for tag in spoken
        for _name, value in catalogue.attribute_rows(source.category_path, source.attributes, tag)
    ]
    for options in source.options:
        for value in options.values():
            words += [value] if isinstance(value, str) else list(value.values())
    return " ".join(dict.fromkeys(words))
