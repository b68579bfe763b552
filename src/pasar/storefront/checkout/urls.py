"""Addresses of this journey."""

from django.urls import path

from pasar.storefront.checkout import views

urlpatterns = [
    path("checkout/", views.checkout, name="checkout"),
    path("checkout/place/", views.place, name="place"),
    path("purchases/<uuid:purchase_id>/", views.purchase, name="purchase"),
    path("purchases/<uuid:purchase_id>/cancel/", views.purchase_cancel, name="purchase_cancel"),
]
