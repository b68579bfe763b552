"""Django's admin as this house uses it: read-only tables, each shown only for the ventures of who looks."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import sites
from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from pasar.console import sidebar
from pasar.console.frame import enter, secured
from pasar.console.sign_in.views import sign_out
from pasar.console.staff import FINANCE, OPERATOR, ConsoleRequest, staff_of

SHARED = {"payments.notice", "payments.statementline", "kernel.consumer", "kernel.event"}
"""Tables of no venture, for whoever is operator or finance somewhere."""


class Scoped:
    """Mixed into every package's ModelAdmin: looked at by roles, never changed, own ventures only."""

    model: type[Model]

    def has_module_permission(self, request: ConsoleRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: ConsoleRequest, obj: Any = None) -> bool:
        staff = staff_of(request)
        if staff is None:
            return False
        owned = _by_country(self.model)
        if obj is not None and owned and obj.country not in staff.ventures:
            return False
        roles = {role for _country, role in staff.roles}
        return bool(roles & {OPERATOR, FINANCE}) and (owned or self.model._meta.label_lower in SHARED)

    def has_add_permission(self, request: ConsoleRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: ConsoleRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: ConsoleRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def get_queryset(self, request: ConsoleRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        staff = staff_of(request)
        if not _by_country(self.model):
            return found
        allowed = [country for country, role in (staff.roles if staff else ()) if role in (OPERATOR, FINANCE)]
        return found.filter(country__in=allowed)


def _by_country(model: type[Model]) -> bool:
    return any(field.name == "country" for field in model._meta.get_fields())


class ConsoleSite(UnfoldAdminSite):  # type: ignore[misc]  # unfold says nothing of its types
    """The console's own site: signed in by the console's page, its first page the dashboard."""

    site_title = _("Pasar console")
    site_header = _("Pasar console")

    def has_permission(self, request: ConsoleRequest) -> bool:
        return staff_of(request) is not None

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def framed(request: ConsoleRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            staff = staff_of(request)
            language = "en"
            if staff is not None:
                enter(request, staff.ventures[0], staff)
                language = request.language
            with translation.override(language):
                response: HttpResponse = inner(request, *args, **kwargs)
                if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                    response.render()
            return secured(response)

        return framed

    def login(self, *_args: Any, **_more: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("console_sign_in"))

    def logout(self, request: ConsoleRequest, *_args: Any, **_more: Any) -> HttpResponse:
        return sign_out(request)

    def index(self, *_args: Any, **_more: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("console_entry"))

    def get_sidebar_list(self, request: ConsoleRequest) -> list[dict[str, Any]]:
        return sidebar.groups(request)

    def each_context(self, request: ConsoleRequest) -> dict[str, Any]:
        return {**super().each_context(request), "site_dropdown": sidebar.ventures(request)}


def stylesheet(request: ConsoleRequest) -> str:
    """Where the console's own styles are, by the name they have once collected."""
    return static("console/console.css")


def install() -> None:
    """Take over the tables that the packages' `admin.py` registered, each with `Scoped` mixed in."""
    site = ConsoleSite()
    for model, found in admin.site._registry.items():
        if model._meta.app_label in ("auth", "identity"):
            continue  # people and their rights are changed by operations, and looked at where they matter
        kind = type(found)
        site.register(model, type(kind.__name__, (Scoped, kind), {}))
    admin.site = sites.site = site
