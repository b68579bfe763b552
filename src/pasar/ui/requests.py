"""The request as every page below a venture gets it."""

from django.conf import settings
from django.http import HttpRequest

from pasar.countries import Country


class VentureRequest(HttpRequest):
    """A request for a venture's page. Never made: the middleware gives a plain one these attributes."""

    country: Country
    language: str
    venture_path: str
    """The path below `/{country}/{language}`."""


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: as the trusted proxy in front says, or the peer itself when there is none."""
    header = settings.CLIENT_ADDRESS_HEADER
    return (request.headers.get(header, "") if header else request.META.get("REMOTE_ADDR", ""))[:64]
