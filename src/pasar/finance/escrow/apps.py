from django.apps import AppConfig


class EscrowConfig(AppConfig):
    name = "pasar.finance.escrow"
    label = "escrow"
    verbose_name = "Escrow"
