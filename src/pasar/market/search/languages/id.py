"""Indonesian: particles and possessives fall off; the prefixes that turn a noun into a verb too, with care."""

import re

from pasar.market.search.languages import Language

_HUNG_ON = ("nya", "lah", "kah", "ku", "mu")
_NASAL = re.compile(r"^[mp]e(ny|ng|m|n)(?=[aeiou])")
_CARRIED = {"ny": "s", "ng": "", "m": "p", "n": "t"}
"""The root's first letter that a nasal prefix has swallowed: penyimpanan ← simpan."""


def stem(word: str) -> str:
    """The root as far as simple rules lead: sepatunya → sepatu, makanan → makan, penyimpanan → simpan.

    Listings and queries pass through the same rules,
    so a root that is not quite the dictionary's still matches.
    """
    if not word.isascii() or not word.isalpha():
        return word
    for ending in _HUNG_ON:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    if word.endswith("an") and len(word) >= 7:
        word = word[:-2]
    if (nasal := _NASAL.match(word)) and len(word) - nasal.end() >= 3:
        word = _CARRIED[nasal.group(1)] + word[nasal.end() :]
    return word


adapter = Language(
    key="id",
    stem=stem,
    stop_words=frozenset(["dan", "di", "ke", "dari", "untuk", "yang", "dengan", "atau", "ini", "itu",
        "para", "si", "buat", "utk", "yg", "dgn", "dr"]),
    spellings={
        "hp": "handphone", "hape": "handphone", "ponsel": "handphone", "tv": "televisi", "tivi": "televisi",
        "cewek": "wanita", "perempuan": "wanita", "cowok": "pria", "laki": "pria", "ori": "original",
        "sepatu2": "sepatu",
        "bju": "baju", "clana": "celana", "celna": "celana", "kulkas": "kulkas", "anak2": "anak",
        "kaca mata": "kacamata",
    },
)  # fmt: skip
