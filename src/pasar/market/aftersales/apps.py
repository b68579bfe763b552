from django.apps import AppConfig


class AftersalesConfig(AppConfig):
    name = "pasar.market.aftersales"
    label = "aftersales"
    verbose_name = "Aftersales"
