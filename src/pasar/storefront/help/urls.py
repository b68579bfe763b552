"""Addresses of this journey."""

from django.urls import path

from pasar.storefront.help import views

urlpatterns = [
    path("help/", views.index, name="help"),
    path("help/terms/", views.terms, name="terms"),
    path("help/privacy/", views.privacy, name="privacy"),
    path("help/<slug:topic>/", views.topic, name="help_topic"),
    path("report/<int:listing_id>/", views.report_listing, name="report_listing"),
]
