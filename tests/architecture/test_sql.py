"""Every SQL file says what it does, and PostgreSQL can plan it on the migrated schema."""

import re
from pathlib import Path

import pytest
from django.db import connection

SOURCE = Path(__file__).resolve().parents[2] / "src" / "pasar"
FILES = sorted(path for path in SOURCE.glob("**/sql/**/*.sql") if "runtime" not in path.parts)
PLANNED = [path for path in FILES if "\nCOPY " not in path.read_text(encoding="utf-8")]
"""COPY has no plan."""
PARAMETER = re.compile(r"%\((\w+)\)s(?:::(\w+(?:\[\])?))?")


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_statement_says_what_it_does(path):
    assert path.read_text(encoding="utf-8").startswith("-- ")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PLANNED, ids=name_of)
def test_a_statement_can_be_planned(path):
    """With unknown parameters, so that types are what the statement itself says of them."""
    text = path.read_text(encoding="utf-8")
    names = dict.fromkeys(name for name, _type in PARAMETER.findall(text))
    positions = {name: f"${number}" for number, name in enumerate(names, 1)}
    statement = PARAMETER.sub(
        lambda found: positions[found[1]] + (f"::{found[2]}" if found[2] else ""), text
    ).replace("%%", "%")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.cursor.connection.execute(b"PREPARE planned AS " + statement.encode())
        cursor.execute("DEALLOCATE planned")
