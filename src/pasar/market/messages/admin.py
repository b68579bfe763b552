from django.contrib import admin

from pasar.kernel.admin import ReadOnly
from pasar.market.messages.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnly):
    list_display = ("created_at", "country", "channel", "template", "subject", "state", "sent_at")
    list_filter = ("country", "channel", "state")
    search_fields = ("=ref", "=address")
    list_select_related = ("person",)
    exclude = ("body",)  # it may hold a code that signs in
    ordering = ("-id",)
