"""How operators look at the stream, its readers and the trail."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from pasar.kernel.models import AuditEntry, Consumer, Event


class ReadOnly(ModelAdmin):
    """Looked at, never changed: changes are made by operations. Base of every package's tables."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("at", "country", "topic", "key")
    list_filter = ("country",)
    search_fields = ("=key", "=topic")
    ordering = ("-id",)


@admin.register(Consumer)
class ConsumerAdmin(ReadOnly):
    list_display = ("name", "xid", "parked")
    ordering = ("name",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ("at", "country", "actor", "action", "target", "reason")
    list_filter = ("country", "action")
    search_fields = ("=target", "=actor")
    ordering = ("-id",)
    exclude = ("prev_hash", "hash")
