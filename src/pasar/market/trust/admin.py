from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.trust.models import Report, Word


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ("made_at", "country", "listing_id", "reason", "state", "decided_by")
    list_filter = ("country", "state")
    search_fields = ("=listing_id",)
    ordering = ("-id",)


@admin.register(Word)
class WordAdmin(ReadOnly):
    list_display = ("text", "country", "severity", "reason")
    list_filter = ("country", "severity")
    search_fields = ("text",)
