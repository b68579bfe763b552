from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.catalogue.models import Listing, Offer, Sku


@admin.register(Listing)
class ListingAdmin(ReadOnly):
    list_display = ("id", "country", "slug", "shop_id", "state", "price_minor", "sold_count", "changed_at")
    list_filter = ("country", "state")
    search_fields = ("=id", "=slug", "=shop_id")
    list_select_related = ("product",)
    ordering = ("-id",)


@admin.register(Sku)
class SkuAdmin(ReadOnly):
    list_display = ("id", "country", "seller_sku", "shop_id", "weight_g", "active")
    list_filter = ("country", "active")
    search_fields = ("=id", "=seller_sku")
    list_select_related = ("listing", "variant")
    ordering = ("-id",)


@admin.register(Offer)
class OfferAdmin(ReadOnly):
    list_display = ("id", "country", "sku_id", "price_minor", "list_minor", "from_at", "until_at")
    list_filter = ("country",)
    search_fields = ("=sku__id",)
    list_select_related = ("sku",)
    ordering = ("-id",)
