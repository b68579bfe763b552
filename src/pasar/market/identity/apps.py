from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "pasar.market.identity"
    label = "identity"
    verbose_name = "People"
