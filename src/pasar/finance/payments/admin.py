from django.contrib import admin

from pasar.finance.payments.models import Notice, Payment, Refund, StatementLine
from pasar.kernel.admin import ReadOnly


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    list_display = (
        "reference",
        "country",
        "purpose",
        "state",
        "problem",
        "amount_minor",
        "received_minor",
        "created_at",
    )
    list_filter = ("country", "state", "purpose")
    search_fields = ("=reference", "=charge_id")
    ordering = ("-id",)


@admin.register(Refund)
class RefundAdmin(ReadOnly):
    list_display = (
        "id",
        "country",
        "state",
        "amount_minor",
        "currency",
        "reason",
        "created_at",
        "settled_at",
    )
    list_filter = ("country", "state")
    list_select_related = ("payment",)
    ordering = ("-id",)


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ("received_at", "provider", "event_id", "about", "reference", "state", "problem")
    list_filter = ("provider", "state", "about")
    search_fields = ("=event_id", "=reference")
    exclude = ("raw",)
    ordering = ("-id",)


@admin.register(StatementLine)
class StatementLineAdmin(ReadOnly):
    list_display = ("number", "at", "direction", "kind", "amount_minor", "currency", "state", "matched_to")
    list_filter = ("provider", "state", "kind")
    search_fields = ("=reference",)
    ordering = ("-id",)
