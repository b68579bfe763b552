"""Addresses of this journey."""

from django.urls import path

from pasar.storefront.site import views, worker

urlpatterns = [
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemaps/<str:country>-<int:page>.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sw.js", worker.service_worker, name="service_worker"),
    path("site.webmanifest", views.manifest, name="manifest"),
]
