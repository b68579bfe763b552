"""Goods, shops and requests for tests of the pure parts: every field has a believable value."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pasar import countries
from pasar.market.checkout.deciding import State
from pasar.market.checkout.planning import Fees
from pasar.market.checkout.requests import PlaceRequest
from pasar.market.checkout.rules import Goods, QuoteInput, Shop, Wanted
from pasar.market.fulfilment.rates import first_cards
from pasar.market.fulfilment.rules import Card, Load, Tariff, in_force
from pasar.market.identity.batch import Standing

AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
ADDRESS: Mapping[str, Any] = {
    "recipient": "Sari Wulandari", "phone": "+628123456789", "area_code": "32.73", "area_text": "Coblong, Bandung",
    "postcode": "40132", "line1": "Jl. Dago 12", "line2": "", "landmark": "", "zone": "java_bali",
}  # fmt: skip


def tariff(country: str = "id") -> Tariff:
    cards = (
        Card(id=number, **row)  # type: ignore[arg-type]
        for number, row in enumerate(first_cards(), start=1)
        if row["country"] == country
    )
    return in_force(cards, date(2026, 11, 24))


def goods(sku_id: int = 1, **values: Any) -> Goods:
    return Goods(
        **{
            "sku_id": sku_id, "listing_id": sku_id + 1_000, "shop_id": 1, "seller_id": 11, "seller_sku": f"S-{sku_id}",
            "title": f"Thing {sku_id}", "options_text": "", "picture": None, "category_path": "home/kitchen",
            "unit_minor": 25_000_00, "list_minor": None, "load": Load(400, 2_000), "on_sale": True, "free": 10,
            "cost_minor": None, "country": "id",
        } | values
    )  # fmt: skip


def shop(shop_id: int = 1, **values: Any) -> Shop:
    return Shop(
        **{
            "id": shop_id, "seller_id": shop_id + 10, "name": f"Toko {shop_id}", "class_key": "home", "open": True,
            "warehouse_id": shop_id + 20, "zone": "jabodetabek", "dispatch_days": 1,
        } | values
    )  # fmt: skip


def asked(*wanted: tuple[int, int], **values: Any) -> QuoteInput:
    """wanted: (SKU, units)."""
    return QuoteInput(
        **{
            "country": countries.get("id"), "at": AT, "wanted": tuple(Wanted(*each) for each in wanted),
            "goods": {1: goods(1), 2: goods(2)}, "shops": {1: shop(1)}, "to_zone": "java_bali", "tariff": tariff(),
        } | values
    )  # fmt: skip


def request(*wanted: tuple[int, int], **values: Any) -> PlaceRequest:
    return PlaceRequest(
        **{
            "country": "id", "customer_id": 7, "key": "k1",
            "lines": tuple(Wanted(*each) for each in wanted or ((1, 1),)),
            "address_id": 70, "method": "wallet", "delivery": {1: ("pasar_express", "economy")},
            "seen_total_minor": 0, "from_basket": False, "language": "id",
        } | values
    )  # fmt: skip


def state(**values: Any) -> State:
    return State(
        **{
            "at": AT,
            "standings": {7: Standing(7, "id", True, None), 8: Standing(8, "id", True, None)},
            "wallets": {7: 10**10, 8: 10**10},
            "attempts": {},
            "addresses": {(7, 70): ADDRESS, (8, 80): ADDRESS},
            "baskets": {},
            "goods": {1: goods(1), 2: goods(2)},
            "shops": {1: shop(1)},
            "tariffs": {"id": tariff()},
            "fees": lambda _country, _class, _path: Fees(400, 180, 1),
            "provider_methods": frozenset({"qr_transfer"}),
        } | values
    )  # fmt: skip
