"""Addresses of this journey. They exist in a sandbox only (see `runtime.urls_venture`)."""

from django.urls import path

from pasar.storefront.sandbox import views

urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("clock/", views.wind, name="clock"),
]
