"""A shop's page: who they are, how they are rated, what they sell, with a search within it."""

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_GET

from pasar.market.promotions import queries as promotions
from pasar.market.sellers import queries as sellers
from pasar.storefront.account import who
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.browse import finding
from pasar.storefront.browse.views import results
from pasar.storefront.vouchers.tickets import Ticket, tickets

VOUCHERS = 12


@require_GET
def shop(request: VisitorRequest, slug: str) -> HttpResponse:
    found_shop = sellers.shop(request.country.key, slug)
    found = finding.find(request, finding.read(request, shop_id=found_shop.id))
    context = {
        "shop": found_shop,
        "found": found,
        "within": found.text,
        # Asked for by the whole page only, not by a filter's part of it.
        "vouchers": SimpleLazyObject(lambda: _vouchers(request, found_shop)),
    }
    return results(request, "storefront/browse/shop.html", context)


def _vouchers(request: VisitorRequest, found_shop: sellers.ShopView) -> list[Ticket]:
    given = promotions.of_shop(
        request.country.key, found_shop.id, customer_id=who.customer_id(request), size=VOUCHERS
    )
    return tickets(request, given.rows, {found_shop.id: found_shop})
