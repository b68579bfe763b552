from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "pasar.finance.payments"
    label = "payments"
    verbose_name = "Payments"
