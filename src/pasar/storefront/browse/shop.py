"""A shop's page: who they are, how they are rated, what they sell, with a search within it."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from pasar.market.sellers import queries as sellers
from pasar.storefront.browse import finding
from pasar.storefront.browse.views import results
from pasar.ui.requests import VentureRequest


@require_GET
def shop(request: VentureRequest, slug: str) -> HttpResponse:
    found_shop = sellers.shop(request.country.key, slug)
    found = finding.find(request, finding.read(request, shop_id=found_shop.id))
    context = {"shop": found_shop, "found": found, "within": found.text}
    return results(request, "storefront/browse/shop.html", context)
