"""What `./pasar bench` promises to those who read it by machine, and that the page about speed leaves nothing out."""

import json
from pathlib import Path

from benchmarks.__main__ import BENCHMARKS
from benchmarks.figures import Figure

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def test_a_figure_is_one_object_with_its_reference_and_where_it_was_measured():
    figure = Figure("purchases", 120.04, "purchases/s", 400.0, "pgbench TPC-B", 15.02, {"clients": 16})
    found = json.loads(figure.json())
    assert {name: found[name] for name in ("name", "figure", "unit", "reference", "ratio", "seconds")} == {
        "name": "purchases", "figure": 120.0, "unit": "purchases/s", "reference": 400.0, "ratio": 0.3001,
        "seconds": 15.0,
    }  # fmt: skip
    assert found["machine"]
    assert "commit" in found


def test_every_benchmark_is_on_the_page_about_speed():
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in BENCHMARKS if f"`{name}`" not in text] == []
