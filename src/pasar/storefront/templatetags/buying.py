"""Words of buying: `{% load buying %}`."""

from django import template
from django.template import Context

from pasar.countries.formats import major_units
from pasar.market.fulfilment.queries import service_name
from pasar.storefront.wallet.words import movement_text
from pasar.ui import words

register = template.Library()


@register.simple_tag
def service(carrier_key: str, service_key: str) -> str:
    """What people call a way of delivery."""
    return service_name(carrier_key, service_key)


@register.simple_tag(takes_context=True)
def major(context: Context, minor: int) -> str:
    """An amount for a form's field or an address: major units without grouping."""
    return major_units(minor, context["country"].currency)


@register.filter
def parcel_state(state: str) -> str:
    """A parcel's state in words."""
    return words.parcel_state(state)


@register.filter
def movement(why: str) -> str:
    """What moved a wallet, in words."""
    return movement_text(why)
