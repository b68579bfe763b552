"""The page about what fails elsewhere names tests that are there, and leaves none of them out."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reliability.md"
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
FAILURES = sorted((ROOT / "tests" / "failures").glob("test_*.py"))


def named_in(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_test_that_the_page_names_is_there():
    named = NAMED.findall(PAGE.read_text(encoding="utf-8"))
    assert len(named) > 70
    there = {path: named_in(ROOT / path) for path, _ in named if (ROOT / path).exists()}
    assert [f"{path}::{name}" for path, name in named if name not in there.get(path, {})] == []


def test_no_test_of_a_failure_is_left_out_of_the_page():
    named = set(NAMED.findall(PAGE.read_text(encoding="utf-8")))
    there = [(str(path.relative_to(ROOT)), name) for path in FAILURES for name in named_in(path)]
    assert len(there) > 50
    assert [each for each in there if each not in named] == []


def test_every_test_of_a_failure_says_in_one_line_what_it_prevents():
    said = {
        f"{path.name}::{name}": ast.get_docstring(node) or ""
        for path in FAILURES
        for name, node in named_in(path).items()
    }
    assert [name for name, text in said.items() if not text.startswith("Prevented: ") or "\n" in text] == []
