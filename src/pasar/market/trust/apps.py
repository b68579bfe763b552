from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "pasar.market.trust"
    label = "trust"
    verbose_name = "Trust"
