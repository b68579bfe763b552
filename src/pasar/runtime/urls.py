"""Addresses outside every venture; the ventures' own are in `urls_venture`."""

from django.contrib import admin
from django.urls import include, path

from pasar.runtime import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("notices/", include("pasar.api.notices.urls")),
    path("media/", include("pasar.api.media.urls")),
    path("console/", include("pasar.console.urls")),
    path("console/", admin.site.urls),
    path("", include("pasar.storefront.site.urls")),
]

handler404 = "pasar.runtime.errors.not_found"
handler403 = "pasar.runtime.errors.forbidden"
handler400 = "pasar.runtime.errors.bad_request"
handler500 = "pasar.runtime.errors.failed"
