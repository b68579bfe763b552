"""Filipino as shops write it: mostly English nouns between Filipino particles."""

from pasar.market.search.languages import Language
from pasar.market.search.languages.en import stem

adapter = Language(
    key="fil",
    stem=stem,
    stop_words=frozenset(
        [
            "ang",
            "ng",
            "mga",
            "sa",
            "na",
            "para",
            "at",
            "ni",
            "kay",
            "si",
            "po",
            "yung",
            "for",
            "with",
            "and",
            "the",
            "of",
            "in",
        ]
    ),
    spellings={
        "cp": "cellphone",
        "selpon": "cellphone",
        "damet": "damit",
        "sapatus": "sapatos",
        "tv": "television",
    },
)
