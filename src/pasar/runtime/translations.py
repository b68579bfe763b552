"""Translations: gathered from code and templates, kept as `.po` files, made ready for Django.

    python -m pasar.runtime.translations             brings every `.po` file up to date; new texts are empty in it
    python -m pasar.runtime.translations --check     names what is not translated, or wrongly

Babel does what GNU gettext's programs would, since a fresh machine may not have those.
"""

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE / "locale"
LANGUAGES = ("id", "ms", "fil", "th", "vi")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3), "gettext_noop": None,
}  # fmt: skip
_LITERAL = re.compile(r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""", re.DOTALL)
_CALL = re.compile(
    rf"\b(?P<name>n?p?gettext)\((?P<given>{_LITERAL.pattern}(?:\s*,\s*{_LITERAL.pattern})*)", re.DOTALL
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def compile_all() -> int:
    """Write each `.mo` that is missing or older than its `.po`; return how many."""
    written = 0
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        part = target.with_suffix(".mo.new")
        with part.open("wb") as file:
            write_mo(file, _read(source))
        part.replace(target)
        written += 1
    return written


def gather() -> Catalog:
    """Every text marked for translation, with the files it stands in."""
    found = Catalog(project="Pasar", charset="utf-8")
    for path in sorted(
        (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("templates/**/*.txt"))
    ):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for _line, message, _comments, context in _texts(path):
            where = [(str(path.relative_to(PACKAGE)), 0)]
            found.add(message, locations=where, context=context)
    return found


def _texts(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)
    else:
        yield from _texts_of_template(source, str(path))


def _texts_of_template(
    source: str, origin: str
) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """What Django makes of a template for xgettext is calls in a row, not Python: they are read one by one."""
    from django.utils.translation.template import templatize

    for call in _CALL.finditer(templatize(source, origin=origin)):
        given = [ast.literal_eval(literal) for literal in _LITERAL.findall(call["given"])]
        context = given.pop(0) if call["name"] in ("pgettext", "npgettext") else None
        yield 0, given[0] if len(given) == 1 else tuple(given[:2]), [], context


def update_all() -> dict[str, int]:
    """Bring the `.po` files up to date; return how many texts each language lacks."""
    template, lacking = gather(), {}
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        catalogue = _read(path) if path.exists() else Catalog(locale=language, project="Pasar")
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, include_lineno=False, sort_output=True, omit_header=True)
        lacking[language] = sum(not _done(message) for message in catalogue if message.id)
    return lacking


@dataclass(frozen=True)
class Fault:
    """A text that a language lacks, or has wrong."""

    language: str
    text: str
    problem: str


def faults() -> list[Fault]:
    """What is not translated, or names other placeholders than its original."""
    found, template = [], gather()
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        catalogue = _read(path) if path.exists() else Catalog(locale=language)
        for message in template:
            if not message.id:
                continue
            own = catalogue.get(message.id, context=message.context)
            text = message.id if isinstance(message.id, str) else message.id[0]
            if own is None or not _done(own):
                found.append(Fault(language, text, "not translated"))
            elif problem := _placeholders(own):
                found.append(Fault(language, text, problem))
    return found


def _done(message: Message) -> bool:
    strings = _forms(message.string)
    return bool(strings) and all(strings)


def _placeholders(message: Message) -> str:
    ids = _forms(message.id)
    strings = _forms(message.string)
    wanted = {name for text in ids for name in _PLACEHOLDER.findall(text)}
    for text in strings:
        if extra := set(_PLACEHOLDER.findall(text)) - wanted:
            return f"unknown placeholders {sorted(extra)}"
        if len(ids) == 1 and (missing := wanted - set(_PLACEHOLDER.findall(text))):
            return f"placeholders {sorted(missing)} are missing"
    return ""


def _forms(text: object) -> list[str]:
    """A text's forms: one, or one a plural."""
    return [str(form or "") for form in (text if isinstance(text, (tuple, list)) else (text,))]


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasar.runtime.settings")
    if "--check" in sys.argv:
        found = faults()
        for fault in found[:100]:
            print(f"{fault.language}: {fault.problem}: {fault.text!r}")
        return 1 if found else 0
    for language, lacking in update_all().items():
        print(f"{language}: {lacking} texts to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
