from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from pasar.market.aftersales.models import Refund


@admin.register(Refund)
class RefundAdmin(ModelAdmin):
    list_display = (
        "at",
        "country",
        "order_id",
        "amount_minor",
        "currency",
        "funder",
        "destination",
        "actor",
        "reason",
    )
    list_filter = ("country", "funder")
    search_fields = ("=order_id",)
    ordering = ("-at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
