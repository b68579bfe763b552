from django.apps import AppConfig


class SellerConfig(AppConfig):
    name = "pasar.seller"
    label = "seller"
