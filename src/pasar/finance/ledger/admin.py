from django.contrib import admin

from pasar.finance.ledger.models import Account, Transfer
from pasar.kernel.admin import ReadOnly


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
