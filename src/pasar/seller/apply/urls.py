"""Addresses of this journey."""

from django.urls import path

from pasar.seller.apply import views

urlpatterns = [path("", views.apply, name="seller_apply")]
