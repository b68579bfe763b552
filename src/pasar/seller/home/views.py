"""The start page, for whoever comes: somebody who might sell, an applicant, a seller at work."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from pasar.countries import formats
from pasar.finance.settlement import queries as settlement
from pasar.kernel import clock
from pasar.kernel.ids import SellerId, SkuId
from pasar.market.catalogue import queries as catalogue
from pasar.market.orders import queries as orders
from pasar.market.reviews import queries as reviews
from pasar.market.sellers import queries as sellers
from pasar.market.sellers.queries import SellerView
from pasar.market.stock import queries as stock
from pasar.seller import who
from pasar.seller.home import rules
from pasar.seller.who import SellerRequest

FEW, LOW_ROWS = 3, 5
"""Units free at which stock is called low, and how many such SKUs are shown."""


@require_GET
def home(request: SellerRequest) -> HttpResponse:
    found = who.seller(request)
    if found is None:
        of = sellers.fees(request.country.key, clock.now())
        return who.page(request, "home/welcome.html", fees=of("home", ""), banks=request.country.banks)
    if found.state not in who.WORKING:
        return who.page(request, "home/waiting.html")
    return _today(request, found)


def _today(request: SellerRequest, found: SellerView) -> HttpResponse:
    shop = sellers.shop_of(found.id)
    assert shop is not None
    low = stock.low(shop.warehouse_id, FEW, LOW_ROWS * 4)
    known = catalogue.sku_facts(map(SkuId, low), request.language)
    facts = [each for each in known if each.on_sale][:LOW_ROWS]
    today = formats.day(clock.now(), request.country)
    return who.page(
        request, "home/home.html",
        shop=shop,
        due=orders.seller_due(found.id),
        counts=orders.seller_counts(found.id),
        low=[(each, low[each.sku_id]) for each in facts],
        under_way_minor=orders.seller_under_way(found.id),
        owed_minor=settlement.current(request.country.key, found.id, size=1).balance_minor,
        settles_on=rules.next_settlement(today, request.country.clocks.settle_weekday),
        listings=catalogue.state_counts(SellerId(found.id)),
        reviews=reviews.for_seller(found.id, size=3),
    )  # fmt: skip
