"""A template as subject and body in a language: plain text, with its own small set of tags."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.template import Context, Engine
from django.utils import translation

from pasar import countries
from pasar.market.messages import rules


@cache
def _engine() -> Engine:
    # An engine of its own: nothing is escaped in plain text, and money or dates must not become HTML.
    return Engine(
        app_dirs=True,
        autoescape=False,
        libraries={"i18n": "django.templatetags.i18n"},
        builtins=["django.templatetags.i18n", "pasar.market.messages.plain"],
    )


def render(country: str, language: str, template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """(subject, body) of `messages/<template>.txt`, its first line and the rest."""
    venture = countries.get(country)
    if language not in venture.languages:
        language = venture.languages[0]
    values = {**rules.tame(context), "country": venture, "language": language}
    with translation.override(language):
        return rules.split(
            _engine().get_template(f"messages/{template}.txt").render(Context(values, autoescape=False))
        )
