"""Thai: written without spaces, so cut by dictionary (newmm) with the shop's own words added."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from pasar.market.search.languages import Language

_THAI = re.compile(r"[\u0e00-\u0e7f]+")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

SHOP_WORDS = (
    "เดรส", "กันแดด", "ผู้หญิง", "ผู้ชาย", "หูฟัง", "บลูทูธ", "พาวเวอร์แบงค์", "สายชาร์จ", "เคสมือถือ", "เสื้อยืด", "กางเกงยีนส์",
    "รองเท้าผ้าใบ", "รองเท้าแตะ", "กระเป๋าสะพาย", "หม้อทอดไร้น้ำมัน", "ลิปสติก", "คุชชั่น", "เซรั่ม", "สมาร์ทวอทช์", "โน้ตบุ๊ก",
)  # fmt: skip
"""Words of the trade that the general dictionary lacks or cuts in two."""


@cache
def _words() -> frozenset[str]:
    from pythainlp.corpus import thai_words

    return frozenset({*thai_words(), *SHOP_WORDS})


@cache
def _dictionary():  # type: ignore[no-untyped-def]
    from pythainlp.util import dict_trie

    return dict_trie(_words())


def split(text: str) -> Sequence[str]:
    """Thai runs cut into words; everything between them as it stands."""
    from pythainlp.tokenize import word_tokenize

    text = unicodedata.normalize("NFC", text).translate(_DIGITS)
    pieces: list[str] = []
    end = 0
    for run in _THAI.finditer(text):
        pieces.append(text[end : run.start()])
        pieces += word_tokenize(run.group(), custom_dict=_dictionary(), engine="newmm", keep_whitespace=False)
        end = run.end()
    pieces.append(text[end:])
    return [piece for piece in pieces if piece.strip()]


@lru_cache(maxsize=50_000)
def inner(word: str) -> tuple[str, ...]:
    """Dictionary words of which a compound consists: รองเท้าผ้าใบ → รองเท้า, ผ้าใบ. Empty when it is no compound."""
    if len(word) < 4 or not _THAI.fullmatch(word):
        return ()
    known, size = _words(), len(word)
    # ends[i]: whether word[i:] can be cut into dictionary words; parts that lie on such a cut are kept.
    ends = [False] * size + [True]
    for start in range(size - 1, 0, -1):
        ends[start] = any(ends[end] and word[start:end] in known for end in range(start + 2, size + 1))
    found: dict[str, None] = {}
    starts = {0}
    for start in range(size):
        if start in starts:
            for end in range(start + 2, size + 1):
                if (start, end) != (0, size) and ends[end] and word[start:end] in known:
                    found[word[start:end]] = None
                    starts.add(end)
    return tuple(found)


adapter = Language(
    key="th",
    split=split,
    inner=inner,
    stop_words=frozenset(["และ", "ของ", "ที่", "สำหรับ", "ใน", "กับ", "เป็น", "จาก", "ให้", "ได้"]),
)
