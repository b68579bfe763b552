"""What import-linter cannot say: tables belong to one package, and nothing hides a ring inside a function."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "pasar"
PACKAGES = sorted(
    path.parent for room in ("market", "finance") for path in (SOURCE / room).glob("*/models.py")
)


def modules_of(path: Path) -> list[tuple[int, str]]:
    """Modules of ours that a file imports, with the line."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pasar"):
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
            found.append((node.lineno, node.module))
        elif isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names if alias.name.startswith("pasar")]
    return found


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: f"{path.parent.name}.{path.name}")
def test_no_package_imports_another_s_models(package):
    own = f"pasar.{package.parent.name}.{package.name}.models"
    strangers = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in SOURCE.rglob("*.py")
        if package not in path.parents and "tests" not in path.parts
        for line, module in modules_of(path)
        if module == own or module.startswith(f"{own}.")
    ]
    assert strangers == []
