"""Addresses of this journey."""

from django.urls import path, register_converter

from pasar.storefront.account import addresses, areas, signing, views
from pasar.ui.params import RowNumber

register_converter(RowNumber, "own")

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/sign-in/", signing.sign_in, name="sign_in"),
    path("account/sign-up/", signing.sign_up, name="sign_up"),
    path("account/sign-out/", signing.sign_out, name="sign_out"),
    path("account/code/", signing.code, name="code"),
    path("account/reset/", signing.reset, name="reset"),
    path("account/profile/", views.profile, name="profile"),
    path("account/password/", views.password, name="password"),
    path("account/contact/", views.contact, name="contact"),
    path("account/delete/", views.delete_account, name="delete_account"),
    path("account/messages/", views.inbox, name="inbox"),
    path("account/messages/read/", views.inbox_read, name="inbox_read"),
    path("account/addresses/", addresses.addresses, name="addresses"),
    path("account/addresses/new/", addresses.address_new, name="address_new"),
    path("account/addresses/<own:address_id>/", addresses.address_edit, name="address_edit"),
    path("account/addresses/<own:address_id>/remove/", addresses.address_remove, name="address_remove"),
    path("offline/", views.offline, name="offline"),
    path("account/areas/", areas.areas, name="areas"),
]
