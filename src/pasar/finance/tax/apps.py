from django.apps import AppConfig


class TaxConfig(AppConfig):
    name = "pasar.finance.tax"
    label = "tax"
    verbose_name = "Tax"
