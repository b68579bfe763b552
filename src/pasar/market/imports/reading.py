"""Files as rows, one at a time: the memory they take does not depend on their length."""

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import orjson

from pasar.market.imports.errors import (
    ColumnsMissing,
    FileEmpty,
    FileEncoding,
    FileMalformed,
    FileMissing,
    FileTruncated,
)
from pasar.market.imports.mappings import Mapping

GZIP = b"\x1f\x8b"
FIELD_MAX = 1_000_000
"""Characters of one field: more is a quote that was never closed."""
csv.field_size_limit(FIELD_MAX)

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file holds, read from end to end before anything is written."""

    rows: int
    fingerprint: str


def survey(path: Path, mapping: Mapping) -> Survey:
    """Read the file once and make sure it is whole.

    Raises FileMissing, FileTruncated, FileEncoding, FileMalformed, ColumnsMissing, FileEmpty.
    """
    if not path.is_file():
        raise FileMissing(path=str(path))
    digest = hashlib.sha256(mapping.source)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    count = sum(1 for _row in rows(path, mapping))
    if not count:
        raise FileEmpty
    return Survey(count, digest.hexdigest())


def rows(path: Path, mapping: Mapping, *, skip: int = 0) -> Iterator[Row]:
    """The rows behind the first `skip`, each with the values of `mapping.needed_columns()`; "" for what is missing.

    A row with too few values gives "" for those; a JSON line that is none gives an empty row.
    """
    lines = path.name.removesuffix(".gz").endswith((".jsonl", ".ndjson")) or mapping.format == "jsonl"
    done = 0
    with _text(path, mapping.encoding) as file:
        found = _json_rows(file, mapping) if lines else _csv_rows(file, mapping)
        try:
            for row in found:
                done += 1
                if done > skip:
                    yield row
        except UnicodeDecodeError:
            raise FileEncoding(row=done, encoding=mapping.encoding.removesuffix("-sig").upper()) from None
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise FileTruncated(row=done) from None
        except csv.Error as error:
            raise FileMalformed(row=done, why=str(error)) from None


@contextmanager
def _text(path: Path, encoding: str) -> Iterator[IO[str]]:
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP
        raw.seek(0)
        binary = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw
        # csv wants the line ends as they are.
        with io.TextIOWrapper(io.BufferedReader(binary, 1 << 18), encoding=encoding, newline="") as text:  # type: ignore[type-var]
            yield text


def _csv_rows(file: IO[str], mapping: Mapping) -> Iterator[Row]:
    reader = csv.reader(file, delimiter=mapping.delimiter, strict=True)
    needed = mapping.needed_columns()
    if mapping.header:
        header = [name.strip() for name in next(reader, [])]
        if lacking := [column for column in needed if column not in header]:
            raise ColumnsMissing(columns=", ".join(lacking))
    else:
        header = list(mapping.columns)
    places = [header.index(column) for column in needed]
    last, first = max(places), True
    for row in reader:
        if not row:
            continue
        if first and not mapping.header and len(row) != len(header):
            raise ColumnsMissing(columns=", ".join(header[len(row) :]) or f"{len(row)} ≠ {len(header)}")
        first = False
        if len(row) > last:
            yield [row[place] for place in places]
        else:
            yield [row[place] if place < len(row) else "" for place in places]


def _json_rows(file: IO[str], mapping: Mapping) -> Iterator[Row]:
    needed = mapping.needed_columns()
    for number, text in enumerate(file):
        if not text.strip():
            continue
        try:
            record = orjson.loads(text)
        except orjson.JSONDecodeError:
            record = None
        if not isinstance(record, dict):
            yield []
            continue
        if number == 0 and (lacking := [column for column in needed if column not in record]):
            raise ColumnsMissing(columns=", ".join(lacking))
        values = (record.get(column) for column in needed)
        yield ["" if value is None else value if isinstance(value, str) else str(value) for value in values]
