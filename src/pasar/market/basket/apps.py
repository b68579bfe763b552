from django.apps import AppConfig


class BasketConfig(AppConfig):
    name = "pasar.market.basket"
    label = "basket"
    verbose_name = "Basket"
