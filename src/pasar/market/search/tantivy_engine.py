"""The index in a folder of this machine, by tantivy.

All analysis happens in `languages`: fields hold words that are ready, parted by spaces, so that the engine only parts
them again. Traps that shaped this file: deleting by an unsigned field deletes nothing and says nothing (the id is
text); tokenizers live in the process, not in the folder; a second writer is refused by a lock.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Order, Query

from pasar.market.search import languages
from pasar.market.search.engine import Found, Hit
from pasar.market.search.rules import (
    Behaviour,
    Document,
    SearchRequest,
    bayesian_rating,
    sort_key,
)  # fmt: skip

HEAP_BYTES = 32_000_000
FEW = 5_000
RELOAD_S = 0.2
TEXT_FIELDS = {"title": 3.0, "brand": 2.0, "kind": 2.0, "codes": 2.0, "attributes": 0.5, "description": 0.6}
PHRASE_BOOST = 2.5
FUZZY_FROM = 4
"""Words shorter than this are not searched with a typo: too much is near them."""
FACETS = {"category": 60, "shop_kind": 8, "place": 30}
SORT_FIELDS = {
    "newest": ("key_new", Order.Desc), "sold": ("key_sold", Order.Desc), "rating": ("key_rating", Order.Desc),
    "price_up": ("key_price", Order.Asc), "price_down": ("key_price", Order.Desc),
}  # fmt: skip


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="parted")
    builder.add_text_field("exact", tokenizer_name="parted")
    for name in ("brand", "kind", "codes", "attributes", "description"):
        builder.add_text_field(name, tokenizer_name="parted", index_option="freq")
    for name in ("category", "shop_kind", "place"):
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    for name in (
        "listing", "shop", "price", "stars", "sold", "popularity", "created", "in_stock", "reduced",
        "key_new", "key_sold", "key_rating", "key_price",
    ):  # fmt: skip
        builder.add_integer_field(name, stored=name == "listing", indexed=True, fast=True)
    return builder.build()


SCHEMA = _schema()
SCHEMA_VERSION = 1


class TantivyEngine:
    """One venture's index in `folder`, made when it is not there. `main` is the venture's main language."""

    def __init__(self, folder: Path, main: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.languages = [languages.get(main), languages.get("en")]
        self._index = tantivy.Index(SCHEMA, path=str(folder))
        parted = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("parted", parted)
        self._index.config_reader("manual", 0)
        self._index.reload()
        self._reloaded = time.monotonic()
        self._lock = threading.Lock()
        self._writer: tantivy.IndexWriter | None = None
        # Few beside their listings: the words of a brand, a shop and a category are worked out once.
        self._name = lru_cache(FEW)(lambda text: " ".join(self.languages[0].words(text)))
        self._kind = lru_cache(FEW)(lambda names: self._stems(dict(names)))

    # --- reading

    def _searcher(self) -> tantivy.Searcher:
        if time.monotonic() - self._reloaded > RELOAD_S and self._lock.acquire(blocking=False):
            try:
                self._index.reload()
                self._reloaded = time.monotonic()
            finally:
                self._lock.release()
        return self._index.searcher()

    def count(self) -> int:
        self._index.reload()
        return int(self._index.searcher().num_docs)

    def find(
        self, request: SearchRequest, *, words: Sequence[Sequence[str]], exact: Sequence[str], strictness: str,
        limit: int, below: int | None, with_facets: bool, now_s: int,
    ) -> Found:  # fmt: skip
        searcher = self._searcher()
        clauses = [*_filters(request)]
        if words:
            clauses.append((Occur.Must, _text(words, exact, strictness)))
        counted = Query.boolean_query(clauses) if clauses else Query.all_query()
        query, order = counted, SORT_FIELDS.get(request.sort)
        if order and below is not None:
            down = order[1] == Order.Desc
            bound: dict[str, Any] = (
                {"upper_bound": below, "include_upper": False}
                if down
                else {"lower_bound": below, "include_lower": False}
            )
            past = Query.range_query(SCHEMA, order[0], FieldType.Integer, **bound)
            query = Query.boolean_query(
                [(Occur.Must, counted), (Occur.Must, Query.const_score_query(past, 0.0))]
            )
        if order:
            result = searcher.search(query, limit, count=False, order_by_field=order[0], order=order[1])
        elif words:
            result = searcher.search(query, limit, count=False)
        else:
            result = searcher.search(query, limit, count=False, order_by_field="key_sold", order=Order.Desc)
        addresses = [address for _score, address in result.hits]
        facets: dict[str, list[tuple[str, int]]] = {}
        price_range, total = None, -1
        if with_facets:
            facets, price_range = _facets(searcher, counted)
            total = int(searcher.search(counted, 1, count=True).count or 0)  # type: ignore[attr-defined]
        scores = [score if words else 1.0 for score, _address in result.hits]
        return Found(list(_hits(searcher, scores, addresses, order, now_s)), total, facets, price_range)

    def complete(self, prefix: str, limit: int) -> list[str]:
        found = self._searcher().terms_with_prefix("exact", prefix, limit=limit)
        return [term for term, _count in found]

    # --- writing

    def write(self, documents: Iterable[Document], gone: Iterable[int], *, commit: bool = True) -> None:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=HEAP_BYTES, num_threads=1)
        for listing_id in gone:
            self._writer.delete_documents_by_term("id", str(listing_id))
        for document in documents:
            self._writer.delete_documents_by_term("id", str(document.listing_id))
            self._writer.add_document(self._built(document))
        if commit:
            self._writer.commit()
            self._index.reload()

    def close(self) -> None:
        """Let the writer's lock go, so that another process may write."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def _built(self, document: Document) -> tantivy.Document:
        built = tantivy.Document()
        built.add_text("id", str(document.listing_id))
        main, titles = self.languages[0], document.titles
        exact = main.words(titles.get(main.key) or next(iter(titles.values()), ""))
        built.add_text(
            "title", " ".join(main.stemmed(exact)) if [*titles] == [main.key] else self._stems(titles)
        )
        built.add_text("exact", " ".join(exact))
        built.add_text("brand", self._name(document.brand))
        built.add_text("kind", self._kind(tuple(document.category_names.items())))
        built.add_text(
            "codes", " ".join(main.words(document.seller_codes)) + " " + self._name(document.shop_name)
        )
        built.add_text("attributes", " ".join(main.stems(document.attributes)))
        built.add_text("description", self._stems(document.descriptions))
        parts = document.category_path.split("/")
        for depth in range(1, len(parts) + 1):
            built.add_text("category", "/".join(parts[:depth]))
        built.add_text("shop_kind", document.shop_kind)
        built.add_text("place", document.place)
        rating = bayesian_rating(document.rating_sum, document.rating_count)
        mean = document.rating_sum * 100 // document.rating_count if document.rating_count else 0
        for name, value in {
            "listing": document.listing_id, "shop": document.shop_id, "price": document.price_minor, "stars": mean,
            "sold": document.sold_count, "popularity": document.popularity, "created": document.created_s,
            "in_stock": int(document.in_stock), "reduced": int(document.reduced),
            "key_new": sort_key(document.created_s, document.listing_id),
            "key_sold": sort_key(document.sold_count * 100 + document.popularity, document.listing_id),
            "key_rating": sort_key(round(rating * 1000), document.listing_id),
            "key_price": sort_key(document.price_minor, document.listing_id),
        }.items():  # fmt: skip
            built.add_integer(name, value)
        return built

    def _stems(self, texts: Mapping[str, str]) -> str:
        main, english = self.languages
        found = [word for tag, text in texts.items() if tag != "en" for word in main.stems(text)]
        if "en" in texts:
            found += english.stems(texts["en"])
        return " ".join(found)


def _filters(request: SearchRequest) -> Iterator[tuple[Occur, Query]]:
    def must(query: Query) -> tuple[Occur, Query]:
        return Occur.Must, Query.const_score_query(query, 0.0)

    def between(name: str, low: int | None, high: int | None) -> Query:
        return Query.range_query(SCHEMA, name, FieldType.Integer, lower_bound=low, upper_bound=high)

    if request.category:
        yield must(Query.term_query(SCHEMA, "category", request.category))
    if request.shop_id is not None:
        yield must(Query.term_query(SCHEMA, "shop", request.shop_id))
    if request.price_from is not None or request.price_to is not None:
        yield must(between("price", request.price_from or 0, request.price_to))
    if request.rating:
        yield must(between("stars", request.rating * 100, None))
    if request.reduced:
        yield must(Query.term_query(SCHEMA, "reduced", 1))
    for name, wanted in (("place", request.places), ("shop_kind", request.shop_kinds)):
        if wanted:
            yield must(Query.term_set_query(SCHEMA, name, list(wanted)))


def _text(words: Sequence[Sequence[str]], exact: Sequence[str], strictness: str) -> Query:
    """Each word in whichever field has it best; in order in the title counts more.

    `all`: every word. `most`: three fifths of them. `similar`: every word, with one letter wrong.
    """
    each = [_word(alternatives, fuzzy=strictness == "similar") for alternatives in words]
    if strictness == "most":
        enough = max(1, -(-len(each) * 3 // 5))
        query = Query.boolean_query(
            [(Occur.Should, word) for word in each], minimum_number_should_match=enough
        )
    else:
        query = Query.boolean_query([(Occur.Must, word) for word in each])
    if len(exact) > 1:
        phrase = Query.boost_query(Query.phrase_query(SCHEMA, "exact", list(exact), slop=1), PHRASE_BOOST)
        query = Query.boolean_query([(Occur.Must, query), (Occur.Should, phrase)])
    return query


def _word(alternatives: Sequence[str], *, fuzzy: bool) -> Query:
    clauses = [
        Query.boost_query(Query.term_query(SCHEMA, name, word), boost)
        for name, boost in TEXT_FIELDS.items()
        for word in alternatives
    ]
    if fuzzy:
        clauses += [
            Query.boost_query(
                Query.fuzzy_term_query(SCHEMA, name, word, distance=2 if len(word) > 7 else 1), 0.5
            )
            for name in ("title", "exact", "brand", "kind")
            for word in alternatives
            if len(word) >= FUZZY_FROM
        ]
    return Query.disjunction_max_query(clauses, tie_breaker=0.1)


def _facets(
    searcher: tantivy.Searcher, query: Query
) -> tuple[dict[str, list[tuple[str, int]]], tuple[int, int] | None]:
    asked = {name: {"terms": {"field": name, "size": size}} for name, size in FACETS.items()}
    bounds = [(stars * 100, (stars + 1) * 100 if stars < 4 else 501) for stars in (1, 2, 3, 4)]
    asked["stars"] = {
        "range": {"field": "stars", "ranges": [{"from": low, "to": high} for low, high in bounds]}
    }
    asked["price"] = {"stats": {"field": "price"}}
    answer = searcher.aggregate(query, asked)
    facets = {
        name: [(bucket["key"], bucket["doc_count"]) for bucket in answer[name]["buckets"]] for name in FACETS
    }
    by_low = {int(bucket.get("from", 0)) // 100: bucket["doc_count"] for bucket in answer["stars"]["buckets"]}
    at_least = [
        (stars, sum(count for low, count in by_low.items() if low >= stars)) for stars in (4, 3, 2, 1)
    ]
    facets["stars"] = [(str(stars), count) for stars, count in at_least if count]
    prices = answer["price"]
    price_range = (int(prices["min"]), int(prices["max"])) if prices.get("count") else None
    return facets, price_range


def _hits(searcher, scores, addresses, order, now_s) -> Iterator[Hit]:  # type: ignore[no-untyped-def]
    if not addresses:
        return
    names = ("listing", "shop", "stars", "sold", "popularity", "created", "in_stock")
    columns = [searcher.fast_field_values(name, addresses) for name in names]
    keys = searcher.fast_field_values(order[0], addresses) if order else [0] * len(addresses)
    for score, key, *values in zip(scores, keys, *columns, strict=True):
        listing, shop, stars, sold, popularity, created, in_stock = values
        behaviour = Behaviour(
            stars / 100 or 3.0, sold, popularity, bool(in_stock), (now_s - created) / 86_400
        )
        yield Hit(listing, shop, float(score), key, behaviour)
