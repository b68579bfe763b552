"""Loading the countries' areas from their compact files."""

import hashlib
import lzma
import unicodedata
from collections.abc import Callable
from importlib.resources import files

from django.db import connection, transaction

from pasar import countries
from pasar.countries.models import Area, AreaFile


def fold(text: str) -> str:
    """Lower case without Latin marks, for finding and ordering; Thai stays as it is."""
    text = unicodedata.normalize("NFC", text).lower().replace("đ", "d").strip()
    return "".join(
        part
        for letter in text
        for part in (
            unicodedata.normalize("NFD", letter) if letter < "\u0e00" or letter > "\u0e7f" else letter
        )
        if not "\u0300" <= part <= "\u036f"
    )


def load_areas(progress: Callable[[str, int], None] | None = None) -> int:
    """Load every country's areas whose file has changed since; returns how many areas were written.

    Each country is one transaction: its old areas go when its new ones are there.
    """
    written = 0
    loaded = dict(AreaFile.objects.values_list("country", "digest"))
    for key in countries.all_countries():
        source = files(f"pasar.countries.{key}").joinpath("areas.tsv.xz")
        if not source.is_file():
            continue
        packed = source.read_bytes()
        digest = hashlib.sha256(packed).hexdigest()
        if loaded.get(key) != digest:
            count = _replace(key, lzma.decompress(packed).decode(), digest)
            written += count
            if progress is not None:
                progress(key, count)
    return written


@transaction.atomic
def _replace(country: str, text: str, digest: str) -> int:
    Area.objects.filter(country=country).delete()
    count = 0
    with connection.cursor() as cursor:
        columns = "country, code, parent_code, level, name, name_en, folded, postcodes"
        with cursor.copy(f"COPY countries_area ({columns}) FROM STDIN") as copy:
            for line in text.splitlines():
                code, parent, level, name, name_en, postcodes = line.split("\t")
                row = (country, code, parent, level, name, name_en, fold(name), postcodes.split())
                copy.write_row(row)
                count += 1
    AreaFile.objects.update_or_create(country=country, defaults={"digest": digest, "areas": count})
    return count
