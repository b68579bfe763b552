from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "pasar.console"
    label = "console"
