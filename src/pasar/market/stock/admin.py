from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.stock.models import Level, Movement, Reservation


@admin.register(Level)
class LevelAdmin(ReadOnly):
    list_display = ("sku_id", "country", "warehouse_id", "on_hand", "reserved", "cost_minor")
    list_filter = ("country",)
    search_fields = ("=sku_id", "=warehouse_id")


@admin.register(Reservation)
class ReservationAdmin(ReadOnly):
    list_display = ("line_id", "country", "sku_id", "units", "state", "expires_at")
    list_filter = ("country", "state")
    search_fields = ("=sku_id", "=line_id")


@admin.register(Movement)
class MovementAdmin(ReadOnly):
    list_display = ("at", "country", "sku_id", "units", "kind", "ref", "actor")
    list_filter = ("country", "kind")
    search_fields = ("=sku_id", "=ref")
    ordering = ("-id",)
