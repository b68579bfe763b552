"""Addresses of this journey."""

from django.urls import path

from pasar.seller.home import views

urlpatterns = [path("", views.home, name="seller_home")]
