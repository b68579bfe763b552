from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.orders.models import Line, Order, OrderEvent, Purchase


@admin.register(Purchase)
class PurchaseAdmin(ReadOnly):
    list_display = ("number", "country", "status", "payment_method", "total_minor", "currency", "placed_at")
    list_filter = ("country", "status", "payment_method")
    search_fields = ("=number",)
    ordering = ("-id",)


@admin.register(Order)
class OrderAdmin(ReadOnly):
    list_display = (
        "number",
        "country",
        "shop_name",
        "status",
        "total_minor",
        "currency",
        "placed_at",
        "deadline_at",
    )
    list_filter = ("country", "status", "payment_method")
    search_fields = ("=number",)
    list_select_related = ("purchase",)
    ordering = ("-id",)


@admin.register(Line)
class LineAdmin(ReadOnly):
    list_display = ("title", "country", "seller_sku", "units", "goods_minor", "status")
    list_filter = ("country", "status")
    search_fields = ("=seller_sku",)
    list_select_related = ("order",)
    ordering = ("-id",)


@admin.register(OrderEvent)
class OrderEventAdmin(ReadOnly):
    list_display = ("at", "country", "order_id", "from_status", "to_status", "actor", "reason")
    list_filter = ("country", "to_status")
    search_fields = ("=order_id",)
    ordering = ("-id",)
