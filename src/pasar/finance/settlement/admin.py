from django.contrib import admin

from pasar.finance.settlement.models import Statement
from pasar.kernel.admin import ReadOnly


@admin.register(Statement)
class StatementAdmin(ReadOnly):
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
