"""Tags of every template: money, dates, numbers, addresses, pictures."""

from django import template

register = template.Library()
