"""Addresses of this journey."""

from django.urls import path

from pasar.seller.deals import views

urlpatterns = [
    path("", views.deals, name="seller_deals"),
    path("slots/<row:slot_id>/", views.slot, name="seller_slot"),
    path("items/<row:item_id>/withdraw/", views.item_withdraw, name="seller_item_withdraw"),
    path("campaigns/<row:campaign_id>/", views.campaign, name="seller_campaign"),
    path(
        "enrolments/<row:enrolment_id>/withdraw/", views.enrolment_withdraw, name="seller_enrolment_withdraw"
    ),
]
