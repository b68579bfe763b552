"""Django's own failures in the shop's words and dress."""

import logging

from django.http import HttpRequest, HttpResponse
from django.template import loader

from pasar.kernel.errors import Forbidden, Invalid, NotFound
from pasar.runtime.middleware import render_refusal


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_refusal(request, NotFound())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_refusal(request, Forbidden())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_refusal(request, Invalid())


def failed(request: HttpRequest) -> HttpResponse:
    """A page without anything of ours behind it: whatever failed must not be needed to say so."""
    logging.getLogger(__name__).error("500 at %s", request.path)
    return HttpResponse(loader.get_template("500.html").render(), status=500)
