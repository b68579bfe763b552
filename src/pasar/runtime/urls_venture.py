"""Addresses below `/{country}/{language}/`, written without that prefix."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("pasar.storefront.urls")),
    path("seller/", include("pasar.seller.urls")),
]
if settings.SANDBOX:
    urlpatterns.append(path("sandbox/", include("pasar.storefront.sandbox.urls")))

handler404 = "pasar.runtime.errors.not_found"
handler403 = "pasar.runtime.errors.forbidden"
handler400 = "pasar.runtime.errors.bad_request"
handler500 = "pasar.runtime.errors.failed"
