"""The console's navigation: the rooms that this member of staff enters in the venture they are in."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pasar import countries
from pasar.console.staff import ConsoleRequest, staff_of


def groups(request: ConsoleRequest) -> list[dict[str, Any]]:
    """In unfold's form."""
    staff, venture = staff_of(request), getattr(request, "country", None)
    if staff is None or venture is None:
        return []
    found: list[dict[str, Any]] = []
    for title, items in _rooms():
        shown = [
            _item(request, label, icon, reverse(name, args=[venture.key]))
            for room, label, icon, name in items
            if staff.enters(venture.key, room)
        ]
        if shown:
            found.append({"title": title, "items": shown, "separator": bool(found), "collapsible": False})
    if staff.has(venture.key, "operator", "finance"):
        found.append(_tables(request))
    return found


def ventures(request: ConsoleRequest) -> list[dict[str, Any]]:
    """What one can switch to."""
    staff = staff_of(request)
    return [
        {"title": countries.get(key).name, "link": reverse("console_home", args=[key]), "icon": "storefront"}
        for key in (staff.ventures if staff else ())
    ]


def _rooms() -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    trade = [
        ("home", _("Today"), "space_dashboard", "console_home"),
        ("orders", _("Orders"), "receipt_long", "console_orders"),
        ("sellers", _("Sellers"), "store", "console_sellers"),
        ("trust", _("Reports"), "flag", "console_reports"),
        ("promotions", _("Promotions"), "sell", "console_promotions"),
        ("promotions", _("Stacking rules"), "layers", "console_stacking"),
        ("deals", _("Flash sales and campaigns"), "bolt", "console_deals"),
    ]
    money = [
        ("ledger", _("Trial balance"), "balance", "console_trial_balance"),
        ("ledger", _("Result"), "monitoring", "console_result"),
        ("ledger", _("Journal entry"), "edit_note", "console_journal"),
        ("payouts", _("Settlements"), "request_quote", "console_settlements"),
        ("payouts", _("Payouts"), "account_balance", "console_payouts"),
        ("payouts", _("Bank and refunds"), "sync_alt", "console_bank"),
        ("fees", _("Fee rules"), "percent", "console_fees"),
    ]
    watch = [("audit", _("Audit trail"), "policy", "console_audit")]
    if settings.SANDBOX:
        watch.append(("sandbox", _("Clock"), "schedule", "console_clock"))
    return [(_("Trade"), trade), (_("Money"), money), (_("Watch"), watch)]


def _item(request: ConsoleRequest, title: str, icon: str, link: str) -> dict[str, Any]:
    home = link.count("/") == 3
    return {
        "title": title,
        "icon": icon,
        "link": link,
        "active": request.path == link if home else request.path.startswith(link),
        "has_permission": True,
    }


def _tables(request: ConsoleRequest) -> dict[str, Any]:
    tables = [
        (_("Orders"), "orders", "order"),
        (_("Order lines"), "orders", "line"),
        (_("Parcels"), "fulfilment", "parcel"),
        (_("Listings"), "catalogue", "listing"),
        (_("Stock"), "stock", "level"),
        (_("Flash-sale items"), "campaigns", "item"),
        (_("Payments"), "payments", "payment"),
        (_("Providers' notices"), "payments", "notice"),
        (_("Transfers"), "ledger", "transfer"),
        (_("Accounts"), "ledger", "account"),
        (_("Messages"), "messages", "message"),
        (_("Events"), "kernel", "event"),
    ]
    from django.contrib import admin

    known = {model._meta.label_lower for model in admin.site._registry}
    items = [
        _item(request, title, "table", reverse(f"admin:{app}_{model}_changelist"))
        for title, app, model in tables
        if f"{app}.{model}" in known
    ]
    return {"title": _("Tables"), "items": items, "separator": True, "collapsible": True}
