"""Addresses of this journey."""

from django.urls import path, register_converter

from pasar.storefront.flash import line, views
from pasar.ui.params import RowNumber

register_converter(RowNumber, "flash")

urlpatterns = [
    path("flash/", views.flash, name="flash"),
    path("flash/left/<flash:slot_id>/", views.left, name="flash_left"),
    path("flash/remind/", views.remind, name="flash_remind"),
    path("flash/<flash:item_id>/join/", line.join, name="flash_join"),
    path("flash/<flash:item_id>/leave/", line.leave, name="flash_leave"),
    path("flash/line/<flash:item_id>/", line.line, name="flash_line"),
    path("campaign/<slug:slug>/", views.campaign, name="campaign"),
]
