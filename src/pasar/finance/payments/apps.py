from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "pasar.finance.payments"
    label = "payments"
    verbose_name = "Payments"

    def ready(self) -> None:
        from pasar.finance.ledger.queries.views import name_parties
        from pasar.finance.payments.providers import providers

        name_parties({provider.key: provider.name for provider in providers().values()})
