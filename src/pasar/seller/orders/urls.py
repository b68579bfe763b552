"""Addresses of this journey."""

from django.urls import path

from pasar.seller.orders import views

urlpatterns = [
    path("", views.orders, name="seller_orders"),
    path("pack/", views.pack_many, name="seller_pack_many"),
    path("labels/", views.labels, name="seller_labels"),
    path("<uuid:order_id>/", views.order, name="seller_order"),
    path("<uuid:order_id>/pack/", views.pack, name="seller_pack"),
    path("<uuid:order_id>/number/", views.number, name="seller_number"),
    path("<uuid:order_id>/cancel/", views.cancel, name="seller_cancel"),
    path("parcels/<uuid:parcel_id>/label.pdf", views.label, name="seller_label"),
    path("parcels/<uuid:parcel_id>/hand-over/", views.hand_over, name="seller_hand_over"),
]
