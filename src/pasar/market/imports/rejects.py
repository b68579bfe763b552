"""The file of the rows that could not be taken: row, reason, code, what was there."""

import csv
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.conf import settings

from pasar.market.imports.rules import safe_cell

HEADER = ("row", "reason", "seller_sku", "value")


class Rejects:
    """Appends rejects; whole after every `flush`. The file is made with its first reject."""

    def __init__(self, path: Path, *, behind: int = 0) -> None:
        """behind: keep what an earlier, broken-off run wrote of rows up to this one; 0: begin anew."""
        self.path = path
        self._file: IO[str] | None = None
        kept = _kept(path, behind) if behind else []
        with suppress(FileNotFoundError):
            path.unlink()
        for row in kept:
            self._write(row)
        self.flush()

    def add(self, number: int, reason: str, code: str, value: str) -> None:
        self._write([str(number), reason, safe_cell(code[:200]), safe_cell(value[:200])])

    def flush(self) -> None:
        if self._file:
            self._file.flush()

    def close(self) -> None:
        if self._file:
            self._file.close()

    def _write(self, row: list[str]) -> None:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(HEADER)
        csv.writer(self._file).writerow(row)


def _kept(path: Path, behind: int) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [row for row in csv.reader(file) if row and row[0].isdigit() and int(row[0]) <= behind]
    except (OSError, csv.Error):
        return []


def place(path: Path) -> Path:
    """Where the rejects of a file go: beside it, or into the market's folder where one may not write there."""
    beside = path.with_name(f"{path.name}.rejects.csv")
    try:
        with beside.open("a", encoding="utf-8"):
            pass
        if not beside.stat().st_size:
            beside.unlink()
    except OSError:
        return Path(settings.HOME) / "imports" / beside.name
    return beside
