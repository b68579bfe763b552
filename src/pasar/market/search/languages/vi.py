"""Vietnamese: folded, not segmented. Most people type without marks, and syllables stand apart already."""

from pasar.market.search.languages import Language

adapter = Language(
    key="vi",
    stop_words=frozenset(["va", "cua", "cho", "cac", "nhung", "la", "voi", "tai", "o"]),
    spellings={"dt": "dien thoai", "sp": "san pham", "sz": "size", "tv": "tivi"},
)
