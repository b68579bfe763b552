"""Customers who buy: a request as the checkout page makes it from a quote, and money in a wallet."""

from dataclasses import replace
from typing import Any

from pasar import countries
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer
from pasar.kernel import ids
from pasar.market.checkout import operations
from pasar.market.checkout.requests import Placed, PlaceRequest
from pasar.market.checkout.rules import Quote, Wanted
from pasar.market.identity import queries as identity


def fill_wallet(customer_id: int, amount_minor: int, country: str = "id") -> None:
    """Money in a customer's wallet, as from the venture's bank."""
    ledger.post(
        [
            NewTransfer(
                id=ids.uuid7(), country=country, currency=countries.get(country).currency,
                debit=AccountKey("bank"), credit=AccountKey("wallet", customer_id), amount_minor=amount_minor,
                code="top_up", ref_kind="test", ref_id="1",
            )
        ]
    )  # fmt: skip


def wish(customer_id: int, *wanted: tuple[int, int], country: str = "id", **values: Any) -> PlaceRequest:
    """What a customer asks for after looking at the quote. wanted: (SKU, units)."""
    method = values.get("method", "wallet")
    address = identity.default_address(customer_id)
    assert address is not None
    lines = tuple(Wanted(sku, units) for sku, units in wanted)
    # Whoever collects cash is a carrier of ours; the cheapest of them is taken.
    seen = operations.quote(country=country, customer_id=customer_id, lines=lines, method=method)
    delivery = {
        parcel.shop.id: next(
            (way.carrier_key, way.service_key) for way in parcel.options if way.takes_cash or method != "cod"
        )
        for parcel in seen.parcels
    }
    seen = operations.quote(
        country=country, customer_id=customer_id, lines=lines, method=method, delivery=delivery
    )
    return replace(
        PlaceRequest(
            country=country, customer_id=customer_id, key=str(ids.uuid7()), lines=lines, address_id=address.id,
            method=method, delivery=delivery, **shown(seen), from_basket=False, language="id",
        ),
        **values,
    )  # fmt: skip


def shown(quote: Quote) -> dict[str, Any]:
    """What a page shows of a quote and sends back with the request."""
    return {
        "seen_total_minor": quote.total_minor,
        "seen_prices": {line.goods.sku_id: line.unit_minor for line in quote.lines},
        "seen_shipping": {parcel.shop.id: parcel.shipping_minor for parcel in quote.parcels},
    }


def buy(customer_id: int, *wanted: tuple[int, int], **values: Any) -> Placed:
    """A purchase that stands."""
    outcome = operations.place_one(wish(customer_id, *wanted, **values))
    assert isinstance(outcome, Placed), outcome
    return outcome
