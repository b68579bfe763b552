"""Addresses of this journey."""

from django.urls import path

from pasar.storefront.basket import views

urlpatterns = [
    path("basket/", views.basket, name="basket"),
    path("basket/add/", views.basket_add, name="basket_add"),
    path("basket/units/", views.basket_units, name="basket_units"),
    path("basket/remove/", views.basket_remove, name="basket_remove"),
    path("basket/undo/", views.basket_undo, name="basket_undo"),
    path("basket/select/", views.basket_select, name="basket_select"),
    path("basket/seen/", views.basket_seen, name="basket_seen"),
]
