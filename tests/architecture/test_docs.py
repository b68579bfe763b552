"""The documents name only what is there."""

import re
from pathlib import Path

import pytest

from pasar.runtime.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_s_links_lead_somewhere(page):
    missing = [
        target
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_names_commands_that_exist(page):
    named = set(re.findall(r"\./pasar ([a-z]+)", page.read_text(encoding="utf-8")))
    assert named <= {*COMMANDS, "help"}
