from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    name = "pasar.market.promotions"
    label = "promotions"
    verbose_name = "Promotions"
