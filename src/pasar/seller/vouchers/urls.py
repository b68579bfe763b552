"""Addresses of this journey."""

from django.urls import path

from pasar.seller.vouchers import views

urlpatterns = [
    path("", views.vouchers, name="seller_vouchers"),
    path("new/", views.choose, name="seller_voucher_kinds"),
    path("new/<slug:kind_key>/", views.new, name="seller_voucher_new"),
    path("<row:promotion_id>/", views.voucher, name="seller_voucher"),
    path("<row:promotion_id>/end/", views.end, name="seller_voucher_end"),
]
