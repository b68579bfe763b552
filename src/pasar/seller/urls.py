"""Addresses of the seller centre, below `seller/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
