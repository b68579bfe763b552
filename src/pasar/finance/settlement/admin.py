from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from pasar.finance.settlement.models import Statement


@admin.register(Statement)
class StatementAdmin(ModelAdmin):
    list_display = (
        "number",
        "country",
        "seller_id",
        "closes_on",
        "net_minor",
        "closing_minor",
        "currency",
        "state",
    )
    list_filter = ("country", "state", "closes_on")
    search_fields = ("=number", "=seller_id")
    ordering = ("-id",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
