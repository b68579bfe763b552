"""Tags of every template: money, dates, numbers, addresses, pictures, fields. Nothing to load."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.core import signing
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasar import countries
from pasar.countries import formats
from pasar.ui import pictures, words

register = template.Library()

_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Signs that could end the data block they stand in."""

LIVE_TOPICS: Mapping[str, tuple[str, ...]] = {
    "purchase": ("purchase.paid", "purchase.expired", "payment.ready", "payment.captured", "payment.failed"),
    "order": ("order.moved", "order.overdue", "escrow.released", "escrow.given_back"),
    "top_up": ("payment.ready", "payment.captured", "payment.failed"),
}
"""Event topics that change a page about one thing; their key is the thing's id."""


def _venture(context: Context, key: str = "") -> tuple[countries.Country, str]:
    """The page's country and language; a message's context names its country by key, the console's tags give it."""
    country = key or context.get("country")
    found = country if isinstance(country, countries.Country) else countries.get(str(country))
    return found, context.get("language") or "en"


@register.simple_tag(takes_context=True)
def money(context: Context, minor: int, exact: bool = False, country: str = "") -> SafeString | str:
    """An amount in the venture's currency, the sign set smaller. exact: every minor unit, for statements."""
    venture, language = _venture(context, country)
    if minor is None:
        return ""
    if exact:
        return format_html(
            '<span class="money">{}</span>', formats.exact_money_text(int(minor), venture, language)
        )
    text = formats.money_text(int(minor), venture, language)
    minus = "−" if text.negative else ""
    if text.sign_after:
        return format_html(
            '<span class="money">{}{}<small class="sign sign-after">{}</small></span>',
            minus,
            text.amount,
            text.sign,
        )
    return format_html(
        '<span class="money">{}<small class="sign">{}</small>{}</span>', minus, text.sign, text.amount
    )


@register.inclusion_tag("ui/price.html", takes_context=True)
def price(context: Context, price_minor: int, list_minor: int | None = None) -> dict[str, Any]:
    """A price; where it was higher, the old one struck through and the difference as a chip."""
    country, language = _venture(context)
    cut = pictures.discount_pct(price_minor, list_minor)
    return {
        "country": country,
        "language": language,
        "price_minor": price_minor,
        "list_minor": list_minor if cut else None,
        "cut": cut,
    }


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | date | None, style: str = "medium") -> SafeString | str:
    """A moment in the venture's time zone: short, medium, long, day, time or full."""
    if moment is None:
        return ""
    text = formats.date_text(moment, *_venture(context), style)
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)


@register.simple_tag(takes_context=True)
def day(context: Context, on: date | None) -> SafeString | str:
    """A day as a promise names it: Tue 24 Nov."""
    return when(context, on, "day")


@register.simple_tag(takes_context=True)
def span(context: Context, first: date, last: date) -> str:
    """From one day to another, or the one."""
    return formats.span_text(first, last, *_venture(context))


@register.simple_tag(takes_context=True)
def short_count(context: Context, number: int) -> str:
    """A count as shops show it: 950, 1,2 rb, 12K."""
    return formats.short_count(int(number or 0), *_venture(context))


@register.simple_tag(takes_context=True)
def phone(context: Context, e164: str, masked: bool = False) -> str:
    """A phone number as people at home read it."""
    return formats.phone_text(e164, _venture(context)[0], masked=masked)


@register.inclusion_tag("ui/picture.html", takes_context=True)
def picture(
    context: Context, pic: Mapping[str, Any] | None, alt: str = "", size: str = "card", eager: bool = False
) -> dict[str, Any]:
    """A picture of the market's JSON form at its true size. size: thumb, rail, card or large."""
    country = context.get("country")
    return pictures.shown(
        pic, size, country=getattr(country, "key", country) or "", thin=bool(context.get("thin"))
    ) | {
        "alt": alt,
        "eager": eager,
    }


@register.simple_tag(name="object")
def drawing(name: str, eager: bool = False, sizes: str = "3.5rem") -> SafeString:
    """A shipped drawing without a ground, for decoration beside its name.

    sizes: how wide it is drawn at most; the usual is a round picture of a category.
    """
    srcset = pictures.object_srcset(name)
    return format_html(
        '<img class="object" src="{}"{} alt="" width="200" height="200"{} decoding="async">',
        pictures.object_url(name, 200),
        format_html(' srcset="{}" sizes="{}"', srcset, sizes) if srcset else "",
        "" if eager else SafeString(' loading="lazy"'),
    )


@register.simple_tag
def ld(data: Mapping[str, Any] | None) -> SafeString | str:
    """schema.org data for those who read pages by machine: a data block, which no browser runs."""
    if not data:
        return ""
    text = json.dumps(data, ensure_ascii=False, default=str).translate(_UNSAFE)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@cache
def _sprite() -> str:
    """The sprite's address, which stays while the process lives: a page asks for it forty times."""
    return static("ui/icons.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the sprite; hidden from readers unless it is given a label."""
    address = _sprite()
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, address, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', address, name)


@register.inclusion_tag("ui/stars.html", takes_context=True)
def stars(context: Context, rating: float | None, count: int | None = None) -> dict[str, Any]:
    """A rating of five as a star and a number, with how many gave it; nothing where nobody has."""
    country, language = _venture(context)
    if not rating or count == 0:
        return {"rating": ""}
    tenths = f"{float(rating):.1f}"
    mark = "," if formats.locale_of(country, language).number_symbols["latn"]["decimal"] == "," else "."
    shown = formats.short_count(count, country, language) if count else ""
    return {"rating": tenths.replace(".", mark), "count": shown}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, label: str = "", autofocus: bool = False) -> dict[str, Any]:
    """A form field with its label, help and error, tied together for readers."""
    name = bound.auto_id or bound.html_name
    described = [f"{name}-error"] if bound.errors else []
    if bound.help_text:
        described.append(f"{name}-help")
    attrs: dict[str, Any] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if autofocus:
        attrs["autofocus"] = True
    kind = getattr(bound.field.widget, "input_type", "") or bound.widget_type
    many = bound.widget_type in ("radioselect", "checkboxselectmultiple")
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attrs),
        "label": label or bound.label,
        "name": name,
        "kind": kind,
        "many": many,
        "optional": not bound.field.required and kind not in ("checkbox", "hidden") and not many,
    }


@register.inclusion_tag("ui/address.html", takes_context=True)
def address(context: Context, addr: Any) -> dict[str, Any]:
    """An address as it is printed in its country. addr: an AddressView or an order's stored address."""
    country, _language = _venture(context)
    if addr is None:
        return {"lines": []}
    get = addr.get if isinstance(addr, Mapping) else (lambda name: getattr(addr, name, ""))
    values = {name: get(name) or "" for name in ("recipient", "line1", "line2", "landmark", "postcode")}
    area = get("area_text") or get("area") or get("area_names") or ""
    values["area"] = ", ".join(reversed(area)) if isinstance(area, list | tuple) else str(area)
    values["phone"] = formats.phone_text(get("phone") or "", country)
    lines = formats.address_lines(country, values)
    return {"first": lines[0] if lines else "", "lines": lines[1:]}


@register.simple_tag
def parcel_state(key: str) -> str:
    """What a carrier says of a parcel, for whoever does not wait for it."""
    return words.parcel_state("in_transit" if key == "out_for_delivery" else key)


@register.simple_tag
def status(key: str) -> SafeString:
    """An order's, payment's or seller's status in words, with its tone."""
    text, tone = words.status(key)
    return format_html('<span class="status status-{}">{}</span>', tone, text)


@register.simple_tag
def badge(key: str) -> SafeString | str:
    """A card's badge: who sells, or free shipping."""
    if not key:
        return ""
    text, tone = words.badge(key)
    return format_html('<span class="badge badge-{}">{}</span>', tone, text)


@register.inclusion_tag("ui/empty.html")
def empty(
    title: str, text: str = "", url: str = "", label: str = "", picture: str = "lantern"
) -> dict[str, Any]:
    """Nothing here yet, why, and the way on."""
    return {"title": title, "text": text, "url": url, "label": label, "picture": picture}


@register.simple_tag
def live_url(subject: str, key: Any) -> str:
    """Where the browser listens for changes of one thing; empty when there is no live process."""
    if not settings.LIVE_URL:
        return ""
    topics = [f"{topic} {key}" for topic in LIVE_TOPICS.get(subject, (subject,))]
    return f"{settings.LIVE_URL}?token={signing.dumps(topics, salt='live')}"


@register.simple_tag
def units(number: int) -> str:
    """A number of pieces in words."""
    return ngettext("%(number)d piece", "%(number)d pieces", number) % {"number": number}


@register.filter
def named(names: Mapping[str, str], language: str) -> str:
    """The name in a language out of several, English otherwise."""
    return names.get(language) or names.get("en") or next(iter(names.values()), "")


@register.simple_tag
def back_label() -> str:
    """What a link back to where one came from is called."""
    return _("Back")
