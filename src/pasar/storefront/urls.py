"""Addresses of the shop, by journey; written without the venture's prefix."""

from django.urls import include, path

JOURNEYS = ("browse", "flash", "account", "basket", "checkout", "orders", "wallet", "vouchers", "help")

urlpatterns = [path("", include(f"pasar.storefront.{journey}.urls")) for journey in JOURNEYS]
