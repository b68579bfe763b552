"""A shop and listings for the search's tests."""

from datetime import UTC, datetime

from pasar.market.catalogue.tests.making import row


def make_shop(shop_id: int = 1, *, country: str = "id", is_open: bool = True, place: str = "Bandung") -> int:
    """A seller's shop, by rows: who may open one is not the search's business."""
    from pasar.market.sellers.models import Seller, Shop

    at = datetime(2026, 1, 1, tzinfo=UTC)
    Seller.objects.create(
        pk=shop_id, country=country, class_key="home", kind="person", state="approved", legal_name="Ibu Sari",
        identity_number="1", phone="+6281200000000", applied_at=at, decided_at=at,
    )  # fmt: skip
    Shop.objects.create(
        pk=shop_id, country=country, seller_id=shop_id, slug=f"shop-{shop_id}", name=f"Toko {shop_id}", place=place,
        open=is_open,
    )  # fmt: skip
    return shop_id


__all__ = ["make_shop", "row"]
