"""Places: the address form's choices, a place's full name, what a postcode or a typed name means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from pasar import countries
from pasar.countries.models import Area
from pasar.countries.operations import fold
from pasar.kernel import sql
from pasar.kernel.errors import Invalid


@dataclass(frozen=True)
class Place:
    """One area. `name` is in the language asked for."""

    code: str
    level: str
    name: str


@dataclass(frozen=True)
class Resolved:
    """An address's area made sure of: its names from wide to narrow, its postcode, its delivery zone."""

    area_code: str
    names: tuple[str, ...]
    postcode: str
    zone: str


@dataclass(frozen=True)
class _Step:
    start: str
    code: str
    level: str
    name: str
    name_en: str


def children(country: str, parent_code: str, language: str) -> list[Place]:
    """The areas within one, by name; within none: the widest."""
    english = language == "en"
    found = Area.objects.filter(country=country, parent_code=parent_code).order_by("folded", "code")
    return [Place(area.code, area.level, area.name_en if english else area.name) for area in found]


def paths(country: str, codes: Sequence[str], language: str) -> dict[str, list[Place]]:
    """For each area all that it lies in, itself last. One statement for any number."""
    english = language == "en"
    result: dict[str, list[Place]] = {}
    for step in sql.rows(_Step, __package__, "paths", country=country, codes=list(codes)):
        result.setdefault(step.start, []).append(
            Place(step.code, step.level, step.name_en if english else step.name)
        )
    return result


def path(country: str, code: str, language: str) -> list[Place]:
    """What an area lies in, itself last; empty for an unknown one."""
    return paths(country, [code], language).get(code, [])


def area_text(country: str, code: str, language: str) -> str:
    """A place as an address names it: from narrow to wide."""
    return ", ".join(place.name for place in reversed(path(country, code, language)))


def find(country: str, text: str, language: str, limit: int = 8) -> list[Place]:
    """The narrowest areas whose name begins with the text, or which a postcode names."""
    typed = fold(text)[:60]
    if not typed:
        return []
    areas = Area.objects.filter(country=country)
    areas = (
        areas.filter(postcodes__contains=[typed])
        if typed.isdigit()
        else areas.filter(folded__startswith=typed)
    )
    english = language == "en"
    found = areas.order_by("folded", "code")[:limit]
    return [Place(area.code, area.level, area.name_en if english else area.name) for area in found]


def resolve(country: str, area_code: str, postcode: str, language: str) -> Resolved:
    """The area of an address, made sure of.  Raises Invalid with what to do when area and postcode do not fit."""
    venture = countries.get(country)
    postcode = fold(postcode).replace(" ", "")
    if not venture.address.levels:
        area_code = postcode[:2]
    steps = path(country, area_code, language) if area_code else []
    if not steps:
        raise Invalid(_("Please choose the place that the parcel goes to."), field="area")
    levels = [level.key for level in venture.address.levels]
    if levels and steps[-1].level != levels[-1]:
        raise Invalid(_("Please choose the place more exactly."), field="area")
    known = Area.objects.only("postcodes").get(country=country, code=area_code).postcodes
    if not postcode and len(known) == 1:
        postcode = known[0]
    if "postcode" in venture.address.required or postcode:
        if not re.fullmatch(venture.address.postcode_pattern, postcode):
            raise Invalid(_("This postcode does not look right."), field="postcode")
        if known and postcode not in known:
            raise Invalid(_("This postcode does not belong to the place chosen."), field="postcode")
    parent = steps[-2].code if len(steps) > 1 else ""
    return Resolved(
        area_code, tuple(step.name for step in steps), postcode, venture.zone_of(area_code, parent)
    )
