"""Addresses of this journey."""

from django.urls import path

from pasar.storefront.vouchers import views

urlpatterns = [
    path("vouchers/", views.centre, name="vouchers"),
    path("vouchers/shops/", views.shops, name="shop_vouchers"),
    path("vouchers/code/", views.code, name="voucher_code"),
    path("vouchers/<own:promotion_id>/collect/", views.collect, name="voucher_collect"),
    path("account/vouchers/", views.mine, name="my_vouchers"),
]
