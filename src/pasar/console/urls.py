"""The console's own pages, before Django's admin."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
