from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.aftersales.models import Refund


@admin.register(Refund)
class RefundAdmin(ReadOnly):
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
