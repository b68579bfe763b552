from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.campaigns.models import Enrolment, Item, Taking


@admin.register(Item)
class ItemAdmin(ReadOnly):
    list_display = ("id", "country", "slot", "sku_id", "price_minor", "quota", "sold", "offered", "state")
    list_filter = ("country", "state")
    search_fields = ("=sku_id", "=id")


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnly):
    list_display = ("id", "country", "campaign", "sku_id", "price_minor", "was_minor", "state")
    list_filter = ("country", "state")
    search_fields = ("=sku_id", "=id")


@admin.register(Taking)
class TakingAdmin(ReadOnly):
    list_display = ("line_id", "country", "item_id", "customer_id", "units", "taken_at", "back_at")
    list_filter = ("country",)
    search_fields = ("=line_id", "=item_id", "=customer_id")
