"""Addresses of the shop, by journey; written without the venture's prefix."""

from django.urls import include, path

JOURNEYS = ("checkout", "browse", "flash", "account", "basket", "orders", "wallet", "vouchers", "help")
"""Checkout first: the fewer addresses are tried before it, the sooner it is found."""

urlpatterns = [path("", include(f"pasar.storefront.{journey}.urls")) for journey in JOURNEYS]
