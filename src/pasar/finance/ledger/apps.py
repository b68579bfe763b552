from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "pasar.finance.ledger"
    label = "ledger"
    verbose_name = "Ledger"
