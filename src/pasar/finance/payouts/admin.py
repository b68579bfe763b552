from django.contrib import admin

from pasar.finance.payouts.models import Batch, Payout
from pasar.kernel.admin import ReadOnly


@admin.register(Batch)
class BatchAdmin(ReadOnly):
    list_display = (
        "number",
        "country",
        "state",
        "payouts_count",
        "total_minor",
        "currency",
        "created_at",
        "sent_at",
    )
    list_filter = ("country", "state")
    search_fields = ("=number",)
    ordering = ("-id",)


@admin.register(Payout)
class PayoutAdmin(ReadOnly):
    list_display = (
        "id",
        "country",
        "seller_id",
        "state",
        "amount_minor",
        "currency",
        "bank_code",
        "ended_at",
    )
    list_filter = ("country", "state")
    search_fields = ("=seller_id",)
    exclude = ("account_number",)  # shown masked only
    list_select_related = ("batch",)
    ordering = ("-id",)
