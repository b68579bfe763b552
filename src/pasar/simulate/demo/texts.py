"""Titles and descriptions as people list goods in each language. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Any

from pasar.simulate.demo import facts, words
from pasar.simulate.demo.words import GroupWords, Kind, Words

_TITLE_FACTS = (
    "storage", "memory", "screen-size", "battery-capacity", "power", "capacity", "volume", "net-weight", "resolution",
    "spf", "water-resistance", "material", "lens", "movement", "roast", "flavour", "scent", "pieces", "light-colour",
    "connectivity", "wheel-size", "paper-size", "viscosity",
)  # fmt: skip
_DETAIL_FACTS_MOST = 5
_SERIES = (
    "Alya", "Sora", "Nara", "Kirei", "Luma", "Arka", "Tara", "Mira", "Vino", "Suri", "Hana", "Reva", "Zora", "Bima",
    "Cila", "Dewa", "Elok", "Fira", "Gita", "Isla", "Jaya", "Kala", "Lira", "Nila", "Oka", "Puri", "Raya", "Sena",
)  # fmt: skip
_CODED = {
    "phone",
    "accessory",
    "computer",
    "av",
    "appliance",
    "tool",
    "motor",
    "outdoor",
    "sport",
    "aid",
    "wheels",
    "music",
}
_NAMED = {
    "clothing", "shoes", "bag", "jewel", "textile", "furniture", "homeware", "kitchen", "household", "makeup",
    "skincare", "personal", "baby", "toy",
}  # fmt: skip
_MODEL_WORD = {"th": "รุ่น "}
_NOUN_FIRST = {"th", "vi"}
_CAPITALS = {"id", "ms", "fil"}


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of one good in every language; the words differ, the facts do not."""

    kind: Kind
    brand: str
    model: str
    attributes: Mapping[str, Any]
    varying: frozenset[str]
    """Attributes in which the good's variants differ, so that no one value is told."""
    points: tuple[int, ...]
    """Places in the group's list of selling points; the first stands in the title."""
    tag: int | None
    """Place in the list of shouts that home sellers begin with."""
    title_facts: int
    closing: int


def model(random: Random, kind: Kind) -> str:
    """A model's name or code, where such goods have one."""
    if kind.group in _CODED:
        letters = "".join(random.choice("ABCDEFGHKLMNPRSTVX") for _ in range(2))
        return f"{letters}-{random.choice((10, 12, 15, 20, 25, 30, 50, 80, 100, 200, 300, 500))}"
    return random.choice(_SERIES) if kind.group in _NAMED and random.random() < 0.7 else ""


def title(said: Said, language: str) -> str:
    """A listing's title: brand, noun, model, facts, a selling point, in the order usual in the language."""
    tongue = words.words(language)
    noun = tongue.nouns[said.kind.key]
    model_text = f"{_MODEL_WORD.get(language, '')}{said.model}" if said.model else ""
    told = _title_facts(said, language, noun)
    point = tongue.groups[said.kind.group].points[said.points[0]]
    head = [noun, said.brand, model_text] if language in _NOUN_FIRST else [said.brand, noun, model_text]
    front = " ".join(part for part in (*head, *told) if part)
    if said.tag is not None and language != "en":
        return f"[{tongue.phrases['tags'][said.tag]}] {front} {point}"
    if language == "th":
        return f"{front} {point}"
    return f"{front}, {_lowered(point, language)}" if language in ("en", "vi") else f"{front} - {point}"


def _lowered(text: str, language: str) -> str:
    """A selling point inside a sentence; words in capitals stay."""
    first = text.split(" ", 1)[0]
    return (
        text
        if any(letter.isupper() or letter.isdigit() for letter in first[1:])
        else text[:1].lower() + text[1:]
    )


def _title_facts(said: Said, language: str, noun: str) -> list[str]:
    told: list[str] = []
    known = noun.casefold()
    for key in _TITLE_FACTS:
        if len(told) >= said.title_facts:
            break
        value = said.attributes.get(key)
        if value is None or key in said.varying or value in ("none", "unscented", "all", 1):
            continue
        text = facts.value_text(key, value, language)
        if key == "spf":
            text = f"SPF {text}"
        elif key == "pieces":
            continue
        if text.casefold().split(" ")[-1] not in known and text.casefold() not in known:
            told.append(text)
    return told


def description(said: Said, language: str, place: str, days: int) -> str:
    """Clean HTML: what it is, why to buy it, its facts, what is in the box, care, how it is sent."""
    tongue = words.words(language)
    group = tongue.groups[said.kind.group]
    noun = tongue.nouns[said.kind.key]
    parts = [f"<p>{escape(_intro(group, noun), quote=False)}</p>", _points(said, group)]
    parts += _details(said, tongue)
    if group.box:
        inside = ", ".join((f"1 × {noun}", *group.box))
        parts.append(f"<p><b>{tongue.phrases['box']}</b>: {escape(inside, quote=False)}</p>")
    parts.append(f"<p><b>{tongue.phrases['care']}</b>: {escape(group.care, quote=False)}</p>")
    closing = tongue.phrases["closings"][said.closing].format(days=days, place=place)
    parts.append(f"<p>{escape(closing, quote=False)}</p>")
    return "".join(parts)


def _intro(group: GroupWords, noun: str) -> str:
    text = group.intro.format(noun=noun)
    return (
        text.replace("A " + noun, "An " + noun, 1) if noun[:1] in "AEIOU" and text.startswith("A ") else text
    )


def _points(said: Said, group: GroupWords) -> str:
    items = (f"<li>{escape(group.points[point], quote=False)}</li>" for point in said.points)
    return f"<ul>{''.join(items)}</ul>"


def _details(said: Said, tongue: Words) -> Sequence[str]:
    rows = [
        (facts.attribute_name(key, tongue.language), facts.value_text(key, value, tongue.language))
        for key, value in said.attributes.items()
        if key not in said.varying and value != "none"
    ][:_DETAIL_FACTS_MOST]
    if not rows:
        return ()
    items = "".join(
        f"<li>{escape(name, quote=False)}: {escape(text, quote=False)}</li>" for name, text in rows
    )
    return (f"<p><b>{tongue.phrases['details']}</b></p><ul>{items}</ul>",)
