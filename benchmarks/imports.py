"""Listings a second from a file, checked, written with their stock; against COPY of the very rows that came out."""

import csv
import gzip
import os
import tempfile
import time
from pathlib import Path
from random import Random

from benchmarks import world
from benchmarks.figures import ROOT, Figure
from benchmarks.market import cluster, market

TABLES = (
    "catalogue_product", "catalogue_variant", "catalogue_listing", "catalogue_sku", "catalogue_offer", "stock_level",
    "stock_movement",
)  # fmt: skip
MADE = 20_000
SEARCHABLE_S = 60


def measure(seconds: float) -> Figure:
    """The rate of the import of a real file (PASAR_DATA), or of one made up; how long after its end all is found."""
    with tempfile.TemporaryDirectory() as folder, market():
        from pasar.market.imports.operations import import_listings
        from pasar.market.search import operations as search

        path, mapping, country = _file(Path(folder))
        began = time.monotonic()
        report = import_listings(path=path, country=country, mapping=mapping)
        # The import waits a little for the search; that wait is not part of its rate, but of the time to be found.
        found = report.searchable or search.catch_up(country, timeout_s=SEARCHABLE_S)
        searchable_s = time.monotonic() - began - report.seconds
        reference = _copied(report.new)
    return Figure(
        name="import",
        figure=report.rate,
        unit="listings/s",
        reference=reference,
        reference_name="COPY of the same rows into tables with the same keys (listings/s)",
        seconds=report.seconds,
        detail={
            "rows": report.rows, "new": report.new, "rejected": report.rejected, "mapping": mapping,
            "searchable_after_s": round(searchable_s, 1) if found else f"more than {SEARCHABLE_S}",
        },
    )  # fmt: skip


def _file(folder: Path) -> tuple[Path, str, str]:
    data = Path(os.environ.get("PASAR_DATA") or ROOT.parent / "shared" / "data") / "tiki_vn.csv.gz"
    if data.is_file():
        (folder / data.name).symlink_to(data)
        return folder / data.name, "tiki_vn", "vn"
    random, path = Random(11), folder / "made.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name", "url_key", "price", "n_images", "image", "description"])
        for number in range(MADE):
            words = " ".join(random.choices(world.WORDS, k=8))
            text = "\n\n".join(" ".join(random.choices(world.WORDS, k=40)) for _ in range(6))
            rows.writerow([number, words, "", random.randrange(20, 900) * 1_000, 1, "", text])
    return path, "tiki_vn", "vn"


def _copied(listings: int) -> float:
    """Listings a second when their finished rows are only copied in, table by table, with keys and checks."""
    import psycopg

    from pasar.runtime.postgres import DATABASE

    with (
        psycopg.connect(cluster().owner_url(DATABASE), autocommit=True) as source,
        psycopg.connect(cluster().owner_url(DATABASE)) as target,
        tempfile.TemporaryDirectory() as folder,
    ):
        spent = 0.0
        for table in TABLES:
            kept = Path(folder) / table
            with kept.open("wb") as file, source.cursor().copy(f"COPY {table} TO STDOUT") as rows:
                for block in rows:
                    file.write(block)
            target.execute(f"CREATE TABLE copy_of_{table} (LIKE {table} INCLUDING ALL)")
            began = time.monotonic()
            with kept.open("rb") as file, target.cursor().copy(f"COPY copy_of_{table} FROM STDIN") as copy:
                while block := file.read(1 << 17):
                    copy.write(block)
            target.commit()
            spent += time.monotonic() - began
            target.execute(f"DROP TABLE copy_of_{table}")
            target.commit()
    return listings / spent
