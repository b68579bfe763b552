"""Chat apps by an HTTP gateway (PASAR_CHAT_URL, PASAR_CHAT_SECRET), which knows the app that a number uses."""

from django.conf import settings

from pasar.market.messages.channels import Channel, Outgoing
from pasar.market.messages.channels import _gateway as gateway


def _send(message: Outgoing) -> None:
    parts = (f"*{message.subject}*", message.body, message.link)
    gateway.post(settings.CHAT_URL, settings.CHAT_SECRET, message, "\n\n".join(filter(None, parts)))


adapter = Channel(
    key="chat",
    reached_by="phone",
    usable=lambda: bool(settings.CHAT_URL),
    send=_send,
)
