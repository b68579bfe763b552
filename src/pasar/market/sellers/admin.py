from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.sellers.models import FeeRule, Seller, Shop


@admin.register(Seller)
class SellerAdmin(ReadOnly):
    list_display = ("legal_name", "country", "class_key", "state", "applied_at")
    list_filter = ("country", "state", "class_key")
    search_fields = ("legal_name",)
    exclude = ("identity_number",)
    ordering = ("-id",)


@admin.register(Shop)
class ShopAdmin(ReadOnly):
    list_display = ("name", "country", "slug", "open", "sold_count", "rating_count")
    list_filter = ("country", "open")
    search_fields = ("name", "=slug")
    ordering = ("-id",)


@admin.register(FeeRule)
class FeeRuleAdmin(ReadOnly):
    list_display = (
        "country",
        "class_key",
        "category_path",
        "commission_bps",
        "payment_fee_bps",
        "from_on",
        "approved_at",
    )
    list_filter = ("country", "class_key")
