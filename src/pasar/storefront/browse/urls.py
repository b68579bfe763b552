"""Addresses of this journey."""

from django.urls import path

from pasar.storefront.browse import choosing, listing, shop, views

urlpatterns = [
    path("", views.home, name="home"),
    path("for-you/", views.for_you, name="for_you"),
    path("c/", views.categories, name="categories"),
    path("c/<path:path>/", views.category, name="category"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("p/<str:slug>-<int:listing_id>/", listing.listing, name="listing"),
    path("p/<str:slug>-<int:listing_id>/reviews/", listing.reviews, name="listing_reviews"),
    path("shop/<str:slug>/", shop.shop, name="shop"),
    path("theme/", choosing.theme, name="theme"),
    path("deliver-to/", choosing.deliver_to, name="deliver_to"),
]
