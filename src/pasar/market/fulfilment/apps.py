from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "pasar.market.fulfilment"
    label = "fulfilment"
    verbose_name = "Fulfilment"
