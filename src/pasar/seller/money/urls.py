"""Addresses of this journey."""

from django.urls import path

from pasar.seller.money import views

urlpatterns = [
    path("", views.statements, name="seller_statements"),
    path("<uuid:statement_id>/", views.statement, name="seller_statement"),
    path("<uuid:statement_id>/lines.csv", views.lines_csv, name="seller_statement_csv"),
]
