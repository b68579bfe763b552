"""The carrier's HTTP face: JSON for the market, a tracking page for people."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any

from pasar.simulate.carrier.core import Carrier
from pasar.simulate.outside import signing
from pasar.simulate.outside.web import Application, Asked, Page, Refused, Route, style


def application(carrier: Carrier) -> Application:
    """The WSGI application over a carrier."""

    def tick(asked: Asked) -> dict[str, Any]:
        try:
            carrier.store.told(datetime.fromisoformat(str(asked.body.get("now", ""))))
        except ValueError:
            raise Refused(422, "bad_now") from None
        return {"done": carrier.work()}

    def signed(handler: Callable[[Asked], Any]) -> Callable[[Asked], Any]:
        """Only the market may ask for this."""

        def checked(asked: Asked) -> Any:
            if not signing.holds(carrier.store.name, carrier.store.secret, asked.headers, asked.raw):
                raise Refused(401, "bad_signature")
            return handler(asked)

        return checked

    one = "(?P<number>[^/]{1,60})"
    routes: list[Route] = [
        ("GET", "/healthz", lambda _asked: {"status": "ok"}),
        ("POST", "/tick", tick),
        ("POST", "/bookings", signed(lambda asked: carrier.book(asked.body))),
        (
            "POST",
            f"/bookings/{one}/hand-over",
            signed(lambda asked: carrier.hand_over(asked.parts["number"])),
        ),
        ("POST", f"/bookings/{one}/cancel", signed(lambda asked: carrier.cancel(asked.parts["number"]))),
        (
            "GET",
            f"/bookings/{one}/scans",
            signed(lambda asked: {"scans": carrier.scans(asked.parts["number"])}),
        ),
        ("GET", "/remittances", signed(lambda asked: carrier.remittances(asked.query.get("since", "")))),
        ("GET", f"/track/{one}", lambda asked: _page(carrier, asked.parts["number"])),
        ("GET", "/style.css", style("pasar.simulate.bank")),
    ]
    return Application(routes)


def _page(carrier: Carrier, number: str) -> Page:
    scans = "".join(
        f"<li><strong>{escape(scan['text'])}</strong><br>"
        f"{escape(scan['place'])} · <time>{escape(scan['at'][:16])}</time></li>"
        for scan in reversed(carrier.scans(number))
    )
    return Page(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>Demo carrier</title><link rel="stylesheet" href="/style.css"><main><p class="bank">Demo carrier</p>'
        f"<h1>{escape(number)}</h1><ol reversed>{scans or '<li>Not handed over yet</li>'}</ol>"
        '<p class="note">A sandbox: no parcel moves here. Times are UTC.</p></main></html>'
    )
