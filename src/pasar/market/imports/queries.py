"""What is known of runs, and of codes that files bring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pasar.market.catalogue import queries as catalogue
from pasar.market.imports.models import Run


@dataclass(frozen=True, slots=True)
class RunView:
    """A file's way in, for operators."""

    id: int
    mapping: str
    rows_total: int
    rows_done: int
    counts: dict[str, Any]
    begun_at: datetime
    ended_at: datetime | None


def runs(country: str) -> list[RunView]:
    """A venture's last runs, the newest first."""
    rows = Run.objects.filter(country=country).order_by("-begun_at")
    return [
        RunView(*row)
        for row in rows.values_list(
            "id", "mapping", "rows_total", "rows_done", "counts", "begun_at", "ended_at"
        )[:50]
    ]


def known_codes(keys: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of (shop, seller's code) that there are."""
    by_shop: dict[int, list[str]] = {}
    for shop_id, code in keys:
        by_shop.setdefault(shop_id, []).append(code)
    return {
        (shop_id, code)
        for shop_id, codes in by_shop.items()
        if shop_id
        for code in catalogue.sku_ids_by_code(shop_id, codes)  # type: ignore[arg-type]
    }
