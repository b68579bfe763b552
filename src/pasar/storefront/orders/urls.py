"""Addresses of this journey."""

from django.urls import path

from pasar.storefront.orders import views

urlpatterns = [
    path("orders/", views.orders, name="orders"),
    path("orders/<uuid:order_id>/", views.order, name="order"),
    path("orders/<uuid:order_id>/confirm/", views.order_confirm, name="order_confirm"),
    path("orders/<uuid:order_id>/extend/", views.order_extend, name="order_extend"),
    path("orders/<uuid:order_id>/cancel/", views.order_cancel, name="order_cancel"),
    path("orders/<uuid:order_id>/again/", views.order_again, name="order_again"),
    path("orders/<uuid:order_id>/receipt/", views.receipt, name="receipt"),
    path("orders/<uuid:order_id>/review/", views.review, name="review"),
]
