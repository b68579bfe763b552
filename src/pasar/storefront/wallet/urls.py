"""Addresses of this journey."""

from django.urls import path

from pasar.storefront.wallet import views

urlpatterns = [
    path("wallet/", views.wallet, name="wallet"),
    path("wallet/top-up/", views.top_up, name="top_up"),
    path("wallet/top-up/<uuid:payment_id>/", views.top_up_pay, name="top_up_pay"),
]
