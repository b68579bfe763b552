"""Makes the compact files of areas from public administrative data.

    python -m pasar.countries.areas_build FOLDER

FOLDER holds one folder per country with the source's CSV files (named in each function). Run by hand when the data
changes; the results, `<country>/areas.tsv.xz`, are kept: code, parent, level, name, English name, postcodes.
Sources and licences: NOTICE.
"""

import csv
import lzma
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

Row = tuple[str, str, str, str, str, str]
HERE = Path(__file__).parent


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def indonesia(folder: Path) -> Iterator[Row]:
    """wilayah.csv: Kemendagri codes PP.KK.CC.VVVV."""
    levels = {"regency_city": "regency"}
    for row in _rows(folder / "wilayah.csv"):
        level = levels.get(row["level"], row["level"])
        yield row["code"], row["parent"], level, row["name"], row["name"], row["postcode"]


def malaysia(folder: Path) -> Iterator[Row]:
    """postcodes.csv: state, town, postcode; the codes are made of the names."""
    towns: dict[tuple[str, str], list[str]] = {}
    for row in _rows(folder / "postcodes.csv"):
        towns.setdefault((_malaysian(row["state"]), row["city"].strip()), []).append(row["postcode"])
    for state in sorted({state for state, _town in towns}):
        yield _slug(state), "", "state", state, state, ""
    for (state, town), postcodes in sorted(towns.items()):
        yield (
            f"{_slug(state)}.{_slug(town)}",
            _slug(state),
            "town",
            town,
            town,
            " ".join(sorted(set(postcodes))),
        )


def philippines(folder: Path) -> Iterator[Row]:
    """psgc_2025q2.csv: PSGC codes RRPPPMMBBB. Metro Manila's cities hang on the region, which has no province."""
    rows = list(_rows(folder / "psgc_2025q2.csv"))
    levels = {
        "Reg": "region",
        "Prov": "province",
        "City": "city",
        "Mun": "city",
        "SubMun": "city",
        "": "province",
    }
    known = {row["psgc"] for row in rows}
    manila = {row["psgc"] for row in rows if row["level"] == "SubMun"}
    for row in rows:
        code, level = row["psgc"], levels.get(row["level"], "barangay")
        if row["level"] == "City" and any(sub.startswith(code[:5]) and sub != code for sub in manila):
            continue  # the City of Manila: its sixteen districts are what addresses name
        region, province = code[:2] + "0" * 8, code[:5] + "0" * 5
        parents = {"region": "", "province": region, "city": province, "barangay": code[:7] + "000"}
        parent = parents[level]
        if level == "city" and (parent not in known or parent == code or row["level"] == "SubMun"):
            parent = region
        if level == "barangay" and parent not in known:
            parent = province
        name = re.sub(r"\s*\((?:Pob\.|Not a Province)\)", "", row["name"]).strip()
        name = (
            re.sub(r"^City of (.+)$", r"\1 City", name)
            if level == "city" and name != "City of Manila"
            else name
        )
        yield code, parent, level, name, name, ""


def singapore(folder: Path) -> Iterator[Row]:
    """postal_sectors.csv: the first two digits of a postal code name the sector."""
    for row in _rows(folder / "postal_sectors.csv"):
        name = row["general_location"].split(",")[0].strip()
        yield row["sector"], "", "sector", name, name, ""


def thailand(folder: Path) -> Iterator[Row]:
    """provinces.csv, districts.csv, sub_districts.csv: DOPA codes PPAATT, Thai and English."""
    provinces = {row["id"]: row for row in _rows(folder / "provinces.csv")}
    districts = {row["id"]: row for row in _rows(folder / "districts.csv")}
    codes = {district["province_id"]: code[:2] for code, district in districts.items()}
    for key, row in provinces.items():
        yield codes[key], "", "province", row["name_th"], row["name_en"], ""
    for code, row in districts.items():
        yield code, codes[row["province_id"]], "district", row["name_th"], row["name_en"], ""
    for row in _rows(folder / "sub_districts.csv"):
        yield row["id"], row["district_id"], "subdistrict", row["name_th"], row["name_en"], row["zip_code"]


def viet_nam(folder: Path) -> Iterator[Row]:
    """units_2025.csv: GSO codes; provinces and wards, no districts since 2025-07-01."""
    for row in _rows(folder / "units_2025.csv"):
        yield row["code"], row["parent"], row["level"], row["full_name"], row["full_name_en"], ""


BUILDERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "id": indonesia, "my": malaysia, "ph": philippines, "sg": singapore, "th": thailand, "vn": viet_nam,
}  # fmt: skip


def build(source: Path) -> None:
    for country, builder in BUILDERS.items():
        rows = list(builder(source / country))
        codes = {row[0] for row in rows}
        orphans = [row for row in rows if row[1] and row[1] not in codes]
        if orphans or len(codes) != len(rows):
            raise ValueError(
                f"{country}: {len(orphans)} areas without parent, {len(rows) - len(codes)} twice: {orphans[:3]}"
            )
        text = "".join(
            "\t".join(unicodedata.normalize("NFC", part).strip() for part in row) + "\n" for row in rows
        )
        packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
        (HERE / country / "areas.tsv.xz").write_bytes(packed)
        print(f"{country}: {len(rows):,} areas, {len(packed) // 1024} KiB")


def _malaysian(state: str) -> str:
    return state.replace("Wp ", "W.P. ")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
