"""Addresses for providers' notices."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
