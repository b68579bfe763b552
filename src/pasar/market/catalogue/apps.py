from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogueConfig(AppConfig):
    name = "pasar.market.catalogue"
    label = "catalogue"
    verbose_name = "Catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The tree belongs to a version of the program as its tables do, so it is brought up to date with them.
        post_migrate.connect(_load_categories, sender=self)


def _load_categories(**kwargs: Any) -> None:
    from pasar.market.catalogue import operations

    if kwargs.get("plan") is None or not any(backwards for _migration, backwards in kwargs["plan"]):
        operations.load_categories()
