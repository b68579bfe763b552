"""Template tags of messages: money, dates and numbers as plain text, named as on pages.

Moments come as ISO 8601 texts, because a message's context is plain JSON.
"""

from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context

from pasar.countries import formats

register = template.Library()


@register.simple_tag(takes_context=True)
def money(context: Context, minor: int, exact: bool = False) -> str:
    country, language = context["country"], context["language"]
    if exact:
        return formats.exact_money_text(minor, country, language)
    return str(formats.money_text(minor, country, language))


@register.simple_tag(takes_context=True)
def when(context: Context, moment: str | datetime, style: str = "full") -> str:
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return formats.date_text(at, context["country"], context["language"], style)


@register.simple_tag(takes_context=True)
def day(context: Context, on: str | date, style: str = "long") -> str:
    value = date.fromisoformat(on[:10]) if isinstance(on, str) else on
    return formats.date_text(value, context["country"], context["language"], style)


@register.simple_tag(takes_context=True)
def phone(context: Context, e164: str) -> str:
    return formats.phone_text(e164, context["country"])


@register.simple_tag(takes_context=True)
def number(context: Context, value: Any) -> str:
    return formats.short_count(int(value), context["country"], context["language"])
