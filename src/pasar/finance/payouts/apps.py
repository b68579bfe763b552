from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "pasar.finance.payouts"
    label = "payouts"
    verbose_name = "Payouts"
