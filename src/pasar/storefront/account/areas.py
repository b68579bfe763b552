"""The place of an address, chosen step by step, as the fragment that the address form asks for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pasar.storefront.account.who import VisitorRequest
from pasar.ui.areas import Chain, Found, Level, chain, find

__all__ = ["Chain", "Found", "Level", "areas", "chain", "find"]


@require_GET
def areas(request: VisitorRequest) -> HttpResponse:
    """The fragment of the address form with the choices for what is chosen so far."""
    known = chain(request.country, request.language, request.GET.dict())
    return render(request, "ui/areas.html", {"chain": known})
