"""Units free to sell, told by the package above that counts them: pages of a listing show them, and stock knows them.

`stock` calls `provide` when the program starts; without it nothing is known to be free.
"""

from collections.abc import Callable, Iterable, Mapping

Reader = Callable[[Iterable[int]], Mapping[int, int]]


def _nothing(wanted: Iterable[int]) -> Mapping[int, int]:
    return {}


_of_listings: Reader = _nothing
_of_skus: Reader = _nothing


def provide(*, of_listings: Reader, of_skus: Reader) -> None:
    """Say who tells the units free per listing and per SKU."""
    global _of_listings, _of_skus
    _of_listings, _of_skus = of_listings, of_skus


def of_listings(listing_ids: Iterable[int]) -> Mapping[int, int]:
    """Units free over all SKUs of each listing."""
    return _of_listings(listing_ids)


def of_skus(sku_ids: Iterable[int]) -> Mapping[int, int]:
    """Units free of each SKU."""
    return _of_skus(sku_ids)
