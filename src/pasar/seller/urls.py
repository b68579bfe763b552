"""Addresses of the seller centre, below `seller/`."""

from django.urls import include, path, register_converter

from pasar.ui.params import RowNumber

register_converter(RowNumber, "row")

urlpatterns = [
    path("", include("pasar.seller.home.urls")),
    path("apply/", include("pasar.seller.apply.urls")),
    path("listings/", include("pasar.seller.listings.urls")),
    path("deals/", include("pasar.seller.deals.urls")),
    path("orders/", include("pasar.seller.orders.urls")),
    path("vouchers/", include("pasar.seller.vouchers.urls")),
    path("money/", include("pasar.seller.money.urls")),
    path("shop/", include("pasar.seller.shop.urls")),
]
