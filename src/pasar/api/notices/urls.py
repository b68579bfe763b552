"""Addresses for providers' notices. They are told to the providers with each charge and booking."""

from django.urls import path

from pasar.api.notices import views

urlpatterns = [
    path("payments/<slug:key>/", views.from_provider),
    path("carriers/<slug:key>/", views.from_carrier),
]
