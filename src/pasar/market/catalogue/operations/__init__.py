"""Verbs of the catalogue, by subject."""

from pasar.market.catalogue.operations.categories import load_categories

__all__ = ["load_categories"]
