from django.apps import AppConfig


class SellersConfig(AppConfig):
    name = "pasar.market.sellers"
    label = "sellers"
    verbose_name = "Sellers"
