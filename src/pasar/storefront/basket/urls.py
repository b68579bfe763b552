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
    path("basket/save/", views.basket_save, name="basket_save"),
    path("basket/back/", views.basket_back, name="basket_back"),
    path("basket/tidy/", views.basket_tidy, name="basket_tidy"),
    path("basket/later/", views.basket_later, name="basket_later"),
    path("basket/seen/", views.basket_seen, name="basket_seen"),
]
