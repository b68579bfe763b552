from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "pasar.market.messages"
    label = "market_messages"  # Django has an application of the plain name
    verbose_name = "Messages"
