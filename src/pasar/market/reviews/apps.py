from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "pasar.market.reviews"
    label = "reviews"
    verbose_name = "Reviews"
