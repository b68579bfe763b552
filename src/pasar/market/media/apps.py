from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "pasar.market.media"
    label = "media"
    verbose_name = "Media"
