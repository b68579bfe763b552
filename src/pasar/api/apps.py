from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "pasar.api"
    label = "api"
