from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "pasar.market.stock"
    label = "stock"
    verbose_name = "Stock"

    def ready(self) -> None:
        from pasar.market.catalogue import availability
        from pasar.market.stock import queries

        availability.provide(of_listings=queries.availability, of_skus=queries.free)
