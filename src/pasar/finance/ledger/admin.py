from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from pasar.finance.ledger.models import Account, Transfer


class ReadOnly(ModelAdmin):
    """Looked at, never changed: money moves by operations only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Account)
class AccountAdmin(ReadOnly):
    list_display = ("country", "currency", "kind", "owner_id", "side", "kept", "guarded")
    list_filter = ("country", "kind")
    search_fields = ("=owner_id",)
    show_full_result_count = False


@admin.register(Transfer)
class TransferAdmin(ReadOnly):
    list_display = ("at", "country", "code", "amount_minor", "currency", "ref_kind", "ref_id", "kind")
    list_filter = ("country", "kind")
    search_fields = ("=ref_id",)
    list_select_related = ("debit_account", "credit_account")
    ordering = ("-id",)
    show_full_result_count = False
