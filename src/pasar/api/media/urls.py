"""Addresses of uploaded pictures, below `media/`."""

from django.urls import path

from pasar.api.media import views

urlpatterns = [path("<path:path>", views.serve, name="media")]
