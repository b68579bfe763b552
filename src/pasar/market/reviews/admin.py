from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.reviews.models import Review


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    list_display = ("created_at", "country", "listing_id", "author", "rating", "text", "hidden")
    list_filter = ("country", "rating", "hidden")
    search_fields = ("=listing_id",)
    ordering = ("-id",)
