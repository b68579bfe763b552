from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "pasar.market.checkout"
    label = "checkout"
    verbose_name = "Checkout"
