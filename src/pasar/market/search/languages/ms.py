"""Malay: as Indonesian in its endings, with its own words."""

from pasar.market.search.languages import Language
from pasar.market.search.languages.id import stem

adapter = Language(
    key="ms",
    stem=stem,
    stop_words=frozenset(["dan", "di", "ke", "dari", "untuk", "yang", "dengan", "atau", "ini", "itu",
        "pada", "utk", "yg", "dgn"]),
    spellings={
        "hp": "telefon", "fon": "telefon", "phone": "telefon", "tv": "televisyen", "pompuan": "wanita",
        "perempuan": "wanita", "wanita": "wanita", "laki": "lelaki", "budak": "kanak", "kasot": "kasut",
        "tudong": "tudung",
    },
)  # fmt: skip
