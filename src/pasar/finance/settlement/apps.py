from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "pasar.finance.settlement"
    label = "settlement"
    verbose_name = "Settlement"
