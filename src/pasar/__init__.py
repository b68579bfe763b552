"""Pasar: a marketplace platform for South-East Asia. The rooms and their order: docs/architecture.md."""
