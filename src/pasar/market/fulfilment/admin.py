from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.fulfilment.models import CarrierNotice, Parcel, RateCard, Scan


@admin.register(Parcel)
class ParcelAdmin(ReadOnly):
    list_display = (
        "tracking_number",
        "country",
        "carrier_key",
        "order_number",
        "state",
        "booking",
        "created_at",
    )
    list_filter = ("country", "state", "carrier_key")
    search_fields = ("=tracking_number", "=order_number")
    ordering = ("-id",)


@admin.register(RateCard)
class RateCardAdmin(ReadOnly):
    list_display = (
        "country",
        "carrier_key",
        "service_key",
        "from_zone",
        "to_zone",
        "base_minor",
        "step_minor",
        "from_on",
    )
    list_filter = ("country", "carrier_key", "service_key")


@admin.register(Scan)
class ScanAdmin(ReadOnly):
    list_display = ("at", "country", "carrier_key", "code", "state", "place")
    list_filter = ("country", "state")
    list_select_related = ("parcel",)
    ordering = ("-id",)


@admin.register(CarrierNotice)
class CarrierNoticeAdmin(ReadOnly):
    list_display = ("received_at", "carrier_key", "event_id", "state", "problem")
    list_filter = ("carrier_key", "state")
    exclude = ("raw",)
    ordering = ("-id",)
