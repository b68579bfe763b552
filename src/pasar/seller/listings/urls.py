"""Addresses of this journey."""

from django.urls import path

from pasar.seller.listings import editing, views

urlpatterns = [
    path("", views.listings, name="seller_listings"),
    path("new/", editing.new, name="seller_listing_new"),
    path("stock/", views.stock_table, name="seller_stock"),
    path("<row:listing_id>/", editing.edit, name="seller_listing"),
    path("<row:listing_id>/preview/", views.preview, name="seller_preview"),
    path("<row:listing_id>/publish/", views.publish, name="seller_publish"),
    path("<row:listing_id>/withdraw/", views.withdraw, name="seller_withdraw"),
]
