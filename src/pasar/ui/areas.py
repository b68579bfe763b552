"""The place of an address, chosen step by step: from the widest area to the one a courier needs.

Each select's choices are those within the one chosen before it. A choice that no longer fits (another province was
taken) falls away. The same steps work as pages without JavaScript and as a fragment with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pasar.countries import Country, queries
from pasar.countries.queries import Place


@dataclass
class Level:
    """One select: its name in the form, its label, what can be chosen, what is."""

    name: str
    label: str
    choices: list[Place]
    chosen: str


@dataclass(frozen=True)
class Found:
    """A place that fits what was typed, with all that it lies in."""

    code: str
    text: str


@dataclass
class Chain:
    """The selects known so far, and the places that fit the text searched for."""

    levels: list[Level]
    code: str
    """The narrowest place chosen; empty: none yet."""
    typed: str = ""
    found: list[Found] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return bool(self.levels) and bool(self.levels[-1].chosen)


def chain(country: Country, language: str, sent: Mapping[str, str], area_code: str = "") -> Chain:
    """The choices for what was sent: `level-0` …, or `pick`, a place found by name, or nothing: then `area_code`."""
    picked = sent.get("pick") or ("" if "level-0" in sent else area_code)
    if picked:
        wanted = [place.code for place in queries.path(country.key, picked[:60], language)]
    else:
        wanted = [sent.get(f"level-{n}", "")[:60] for n in range(len(country.address.levels))]
    levels: list[Level] = []
    parent = ""
    for n, level in enumerate(country.address.levels):
        choices = queries.children(country.key, parent, language)
        chosen = wanted[n] if n < len(wanted) else ""
        if chosen not in {place.code for place in choices}:
            chosen = ""
        label = level.names.get(language) or level.names.get("en") or level.key
        levels.append(Level(f"level-{n}", label, choices, chosen))
        if not chosen:
            break
        parent = chosen
    typed = sent.get("q", "")[:60].strip() if not sent.get("pick") else ""
    return Chain(levels, parent, typed, find(country, language, typed) if typed else [])


def find(country: Country, language: str, typed: str) -> list[Found]:
    """Places whose name begins with what was typed, or that have this postcode, each with what it lies in."""
    places = queries.find(country.key, typed, language)
    paths = queries.paths(country.key, [place.code for place in places], language) if places else {}
    return [
        Found(place.code, ", ".join(step.name for step in reversed(paths.get(place.code, [place]))))
        for place in places
    ]
