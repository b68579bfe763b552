from django.contrib import admin

from pasar.finance.escrow.models import Hold, Refund, Share
from pasar.kernel.admin import ReadOnly


@admin.register(Hold)
class HoldAdmin(ReadOnly):
    list_display = (
        "order_id",
        "country",
        "source",
        "amount_minor",
        "released_minor",
        "given_back_minor",
        "opened_at",
    )
    list_filter = ("country", "source")
    search_fields = ("=order_id",)
    ordering = ("-opened_at",)


@admin.register(Share)
class ShareAdmin(ReadOnly):
    list_display = (
        "hold_id",
        "country",
        "line_id",
        "payee",
        "released_minor",
        "commission_minor",
        "fee_minor",
    )
    list_filter = ("country",)
    search_fields = ("=hold__order_id",)
    list_select_related = ("hold",)


@admin.register(Refund)
class RefundAdmin(ReadOnly):
    list_display = ("at", "country", "hold_id", "amount_minor", "destination", "reason")
    list_filter = ("country", "destination")
    list_select_related = ("hold",)
