"""Small tools of the console's templates."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.utils.html import format_html

from pasar.console import words
from pasar.countries import formats
from pasar.finance.payments.methods import methods
from pasar.market.catalogue import queries as catalogue
from pasar.market.orders.queries import DiscountView

register = template.Library()


@register.filter
def of(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """What a mapping has under a key."""
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def stamp(context: Context, moment: datetime | None) -> str:
    """A moment to the minute, in the venture's time and writing."""
    if moment is None:
        return ""
    country, language = context["country"], context["language"]
    parts = [formats.date_text(moment, country, language, style) for style in ("short", "time")]
    return format_html('<time datetime="{}">{} {}</time>', moment.isoformat(), *parts)


@register.simple_tag
def method(key: str) -> str:
    """A payment method's name."""
    known = methods().get(key)
    return str(known.name) if known else key


@register.filter
def percent(bps: int | None) -> str:
    """Basis points as per cent: 250 is 2.5 %."""
    return "" if bps is None else f"{bps / 100:g} %"


@register.filter
def keyset(position: tuple[datetime, UUID]) -> str:
    """A moment and an id as an address carries them."""
    moment, row_id = position
    since = moment - datetime.fromtimestamp(0, UTC)
    return f"{(since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds}.{row_id}"


@register.filter
def minus(one: int, other: int) -> int:
    return one - other


@register.filter
def spaced(code: str) -> str:
    """A code in words."""
    return words.spaced(code)


@register.simple_tag(takes_context=True)
def who(context: Context, key: str) -> str:
    """Who did it, by an actor's key."""
    return words.actor(key, context.get("people") or {})


@register.filter
def transfer(code: str) -> str:
    """Why money moved, in words."""
    return words.transfer(code)


@register.simple_tag
def funder(cut: DiscountView) -> str:
    """Who bears a discount, in words."""
    return words.funder(cut.funder)


@register.filter
def price_source(key: str) -> str:
    return str(words.PRICE_SOURCES.get(key, words.spaced(key)))


@register.filter
def step(code: str) -> str:
    """What a deadline will do or why an order moved, in words."""
    return words.step(code)


@register.filter
def reason(text: str) -> str:
    """Why an order moved, where its status does not say so already."""
    return words.reason(text)


@register.filter
def report_reason(code: str) -> str:
    return str(words.REPORT_REASONS.get(code, words.spaced(code)))


@register.filter
def report_state(code: str) -> str:
    return str(words.REPORT_STATES.get(code, words.spaced(code)))


@register.filter
def seller_class(key: str) -> str:
    return str(words.CLASSES.get(key, words.spaced(key)))


@register.filter
def seller_kind(key: str) -> str:
    return str(words.KINDS_OF_SELLER.get(key, words.spaced(key)))


@register.simple_tag(takes_context=True)
def category(context: Context, path: str) -> str:
    """A category's name, or its path where there is none of it."""
    found = catalogue.find_category(path)
    return found.name(context["language"]) if found else path


@register.simple_tag(takes_context=True)
def told(context: Context, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a trail's entry keeps beside its reason, as names and values."""
    return words.told(data, context["country"], context["language"])
