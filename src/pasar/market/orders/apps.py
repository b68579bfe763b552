from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "pasar.market.orders"
    label = "orders"
    verbose_name = "Orders"
