"""The bank's HTTP face: JSON for the market, a page for who pays."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Any

from pasar.simulate.bank.core import Bank
from pasar.simulate.outside import signing
from pasar.simulate.outside.web import Application, Asked, Page, Refused, Route, style

ACTIONS = {"pay": "Pay now", "wrong": "Pay 1 too little", "refuse": "Refuse"}


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
    late = charge["state"] == "pending" and bank.store.now() > charge["expires_at"]
    said = {
        "paid": "Paid. You can go back to the shop; it hears of it by itself.",
        "refused": "Refused. Nothing was paid.",
        "pending": "The shop's deadline has passed. Paying now is still possible, and the shop will send it back."
        if late
        else "Check the amount, then pay.",
    }[charge["state"]]
    buttons = "".join(
        f'<button name="action" value="{key}" class="{key}">{escape(text)}</button>'
        for key, text in ACTIONS.items()
    )
    form = f'<form method="post">{buttons}</form>' if charge["state"] == "pending" else ""
    return Page(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>Demo bank</title><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="/style.css"><main><p class="bank">Demo bank</p>'
        f"<p>To <strong>{escape(charge['merchant'])}</strong></p>"
        f"<h1><small>{escape(charge['currency'])}</small> {charge['amount']:,f}</h1>"
        f'<p>Reference {escape(charge["reference"])}</p><p class="{charge["state"]}" role="status">{escape(said)}</p>'
        f'{form}<p class="note">A sandbox: no real money moves here.</p></main></html>'
    )
