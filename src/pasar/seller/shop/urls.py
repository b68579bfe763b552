"""Addresses of this journey."""

from django.urls import path

from pasar.seller.shop import reviews, views

urlpatterns = [
    path("", views.shop, name="seller_shop"),
    path("address/", views.warehouse, name="seller_warehouse"),
    path("account/", views.account, name="seller_account"),
    path("people/", views.people, name="seller_people"),
    path("people/<row:person_id>/remove/", views.person_remove, name="seller_person_remove"),
    path("reviews/", reviews.reviews, name="seller_reviews"),
    path("reviews/<row:review_id>/reply/", reviews.reply, name="seller_reply"),
]
