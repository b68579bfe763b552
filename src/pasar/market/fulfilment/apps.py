from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "pasar.market.fulfilment"
    label = "fulfilment"
    verbose_name = "Fulfilment"

    def ready(self) -> None:
        from pasar.finance.ledger.queries.views import name_parties
        from pasar.market.fulfilment.carriers import carriers

        name_parties({carrier.key: carrier.name for carrier in carriers().values()})
