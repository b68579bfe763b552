from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "pasar.ui"
    label = "ui"
