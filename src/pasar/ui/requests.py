"""The request as every page below a venture gets it."""

from django.http import HttpRequest

from pasar.countries import Country


class VentureRequest(HttpRequest):
    """A request for a venture's page. Never made: the middleware gives a plain one these attributes."""

    country: Country
    language: str
    venture_path: str
    """The path below `/{country}/{language}`."""
