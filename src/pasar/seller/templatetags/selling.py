"""Tags of the seller centre: rates, deadlines, what a statement line is about."""

from datetime import datetime
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasar.countries import formats
from pasar.kernel import clock
from pasar.seller.orders.words import tab_name
from pasar.ui.amounts import shown_major

register = template.Library()


@register.simple_tag(takes_context=True)
def percent(context: Context, bps: int) -> str:
    """Basis points as per cent: 6.5 %."""
    locale = formats.locale_of(context["country"], context["language"])
    return f"{format_decimal(bps / 100, '#,##0.##', locale=locale)} %"


TONES = {
    "to_ship": "warn", "packed": "warn", "shipped": "busy", "delivery_failed": "bad", "delivered": "good",
    "completed": "good",
}  # fmt: skip


@register.simple_tag
def order_status(key: str) -> SafeString:
    """An order's status as its seller names it, with its tone."""
    tone = TONES.get(key, "calm")
    return format_html('<span class="status status-{}">{}</span>', tone, tab_name(key))


@register.simple_tag
def time_left(moment: datetime | None) -> str:
    """How long until a deadline, in the largest unit that fits; empty without one."""
    if moment is None:
        return ""
    hours = int((moment - clock.now()).total_seconds() // 3600)
    if hours < 0:
        return _("overdue")
    if hours < 1:
        return _("less than an hour left")
    if hours < 48:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


@register.simple_tag
def is_urgent(moment: datetime | None) -> bool:
    """Whether less than a day is left."""
    return moment is not None and (moment - clock.now()).total_seconds() < 86_400


@register.simple_tag(takes_context=True)
def typed(context: Context, minor: int | None) -> str:
    """An amount as a form's field shows it."""
    return shown_major(minor, context["country"])


@register.filter
def at(values: Any, key: Any) -> Any:
    """The value at a key or place; None where there is none."""
    try:
        return values[key]
    except (KeyError, IndexError, TypeError):
        return None
