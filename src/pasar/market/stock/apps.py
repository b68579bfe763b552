from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "pasar.market.stock"
    label = "stock"
    verbose_name = "Stock"
