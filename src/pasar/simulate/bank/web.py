"""The bank's HTTP face: JSON for the market, a page for who pays."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from gettext import translation
from html import escape
from pathlib import Path
from typing import Any

from pasar import countries
from pasar.simulate.bank.core import Bank
from pasar.simulate.outside import signing
from pasar.simulate.outside.web import Application, Asked, Page, Refused, Route, style

LOCALE = Path(countries.__file__).parents[1] / "locale"


def application(bank: Bank) -> Application:
    """The WSGI application over a bank."""

    def tick(asked: Asked) -> dict[str, Any]:
        try:
            bank.store.told(datetime.fromisoformat(str(asked.body.get("now", ""))))
        except ValueError:
            raise Refused(422, "bad_now") from None
        return {"done": bank.work()}

    def since(asked: Asked) -> int:
        return int(asked.query["since"]) if asked.query.get("since", "").isdecimal() else 0

    def act(asked: Asked) -> Page:
        charge, action = bank.found(asked.parts["id"]), asked.body.get("action")
        if action == "pay":
            bank.pay(charge["id"])
        elif action == "wrong":
            bank.pay(charge["id"], amount=_too_little(charge))
        elif action == "refuse":
            bank.refuse(charge["id"])
        else:
            raise Refused(422, "bad_action")
        return Page("", status=303, location=f"/pay/{charge['id']}")

    def signed(handler: Callable[[Asked], Any]) -> Callable[[Asked], Any]:
        """Only the market may ask for this."""

        def checked(asked: Asked) -> Any:
            if not signing.holds(bank.store.name, bank.store.secret, asked.headers, asked.raw):
                raise Refused(401, "bad_signature")
            return handler(asked)

        return checked

    one = "(?P<id>[^/]{1,60})"
    routes: list[Route] = [
        ("GET", "/healthz", lambda _asked: {"status": "ok"}),
        ("POST", "/tick", tick),
        ("POST", "/charges", signed(lambda asked: bank.charge(asked.body))),
        ("GET", f"/charges/{one}", signed(lambda asked: bank.shown(bank.found(asked.parts["id"])))),
        ("POST", "/refunds", signed(lambda asked: bank.refund(asked.body))),
        ("POST", "/payouts", signed(lambda asked: bank.payouts(asked.body))),
        ("GET", f"/payouts/{one}", signed(lambda asked: bank.payout(asked.parts["id"]))),
        ("GET", "/statement", signed(lambda asked: bank.statement(since(asked)))),
        ("GET", f"/pay/{one}", lambda asked: _page(bank, asked.parts["id"])),
        ("POST", f"/pay/{one}", act),
        ("GET", "/style.css", style("pasar.simulate.bank")),
    ]
    return Application(routes)


def _too_little(charge: dict[str, Any]) -> Decimal:
    """One unit less than asked for; one more where that would be nothing."""
    amount: Decimal = charge["amount"]
    return amount - 1 if amount > 1 else amount + 1


def _page(bank: Bank, charge_id: str) -> Page:
    charge = bank.found(charge_id)
    language = countries.get(charge["country"]).languages[0]
    # The bank runs without Django; a text that nobody translated yet is shown in English.
    _ = translation("django", LOCALE, [language], fallback=True).gettext
    late = charge["state"] == "pending" and bank.store.now() > charge["expires_at"]
    said = {
        "paid": _("Paid. You can go back to the shop; it hears of it by itself."),
        "refused": _("Refused. Nothing was paid."),
        "pending": _(
            "The shop's deadline has passed. Paying now is still possible, and the shop will send it back."
        )
        if late
        else _("Check the amount, then pay."),
    }[charge["state"]]
    actions = {"pay": _("Pay now"), "wrong": _("Pay 1 too little"), "refuse": _("Refuse")}
    buttons = "".join(
        f'<button name="action" value="{key}" class="{key}">{escape(text)}</button>'
        for key, text in actions.items()
    )
    form = f'<form method="post">{buttons}</form>' if charge["state"] == "pending" else ""
    # Named outside the f-strings, where the collector of texts does not look.
    name, to, reference = _("Demo bank"), _("To"), _("Reference")
    note = _("A sandbox: no real money moves here.")
    return Page(
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>{escape(name)}</title><link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="/style.css"><main><p class="bank">{escape(name)}</p>'
        f"<p>{escape(to)} <strong>{escape(charge['merchant'])}</strong></p>"
        f"<h1><small>{escape(charge['currency'])}</small> {charge['amount']:,f}</h1>"
        f"<p>{escape(reference)} {escape(charge['reference'])}</p>"
        f'<p class="{charge["state"]}" role="status">{escape(said)}</p>'
        f'{form}<p class="note">{escape(note)}</p></main></html>'
    )
