from django.apps import AppConfig


class SimulateConfig(AppConfig):
    name = "pasar.simulate"
    label = "simulate"
