from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.promotions.models import CoinLot, Promotion, StackingRule, Use, Version, Voucher


@admin.register(Promotion)
class PromotionAdmin(ReadOnly):
    list_display = (
        "id", "country", "scope", "seller_id", "kind", "class_key", "code", "version", "starts_at", "ends_at", "used",
        "quota", "spent_minor", "budget_minor",
    )  # fmt: skip
    list_filter = ("country", "scope", "kind", "class_key")
    search_fields = ("=id", "=code", "=seller_id")
    ordering = ("-id",)


@admin.register(Version)
class VersionAdmin(ReadOnly):
    list_display = ("promotion_id", "version", "name", "starts_at", "ends_at", "made_by", "made_at", "reason")
    search_fields = ("=promotion__id",)
    ordering = ("-id",)


@admin.register(Voucher)
class VoucherAdmin(ReadOnly):
    list_display = ("collected_at", "country", "promotion_id", "customer_id")
    list_filter = ("country",)
    search_fields = ("=promotion__id", "=customer_id")
    ordering = ("-id",)


@admin.register(Use)
class UseAdmin(ReadOnly):
    list_display = (
        "taken_at", "country", "promotion_id", "version", "customer_id", "n", "amount_minor", "platform_minor",
        "given_back_at",
    )  # fmt: skip
    list_filter = ("country",)
    search_fields = ("=promotion__id", "=customer_id", "=purchase_id")
    ordering = ("-id",)


@admin.register(CoinLot)
class CoinLotAdmin(ReadOnly):
    list_display = ("earned_at", "country", "customer_id", "earned_minor", "left_minor", "source", "ends_at")
    list_filter = ("country",)
    search_fields = ("=customer_id", "=source")
    ordering = ("-id",)


@admin.register(StackingRule)
class StackingRuleAdmin(ReadOnly):
    list_display = ("country", "pattern", "from_on", "source", "maker", "approver")
    list_filter = ("country",)
    ordering = ("country", "-from_on")
