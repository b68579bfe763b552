"""Text messages by an HTTP gateway (PASAR_SMS_URL, PASAR_SMS_SECRET): the subject is left out, every sign costs."""

from django.conf import settings

from pasar.market.messages.channels import Channel, Outgoing
from pasar.market.messages.channels import _gateway as gateway


def _send(message: Outgoing) -> None:
    text = f"{message.body}\n{message.link}" if message.link else message.body
    gateway.post(settings.SMS_URL, settings.SMS_SECRET, message, text)


adapter = Channel(
    key="sms",
    reached_by="phone",
    usable=lambda: bool(settings.SMS_URL),
    send=_send,
)
