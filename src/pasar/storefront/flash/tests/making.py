"""A flash sale and a campaign of a test's shop, by the operations that make them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from pasar.kernel import clock
from pasar.market.campaigns import board, operations, rules
from pasar.market.campaigns.operations import Nomination
from pasar.storefront.flash import line, views

TERMS = rules.Terms(min_cut_bps=500, look_back_days=30, min_days_priced=0)


def enter(shop, code: str = "A", *, units: int = 4, per_customer: int = 2, price_minor: int = 5_000_000):
    """An approved nomination for a slot that begins in an hour: (item, when it begins)."""
    starts = clock.now().replace(microsecond=0) + timedelta(hours=1)
    slot = operations.open_slot(
        country="id", starts_at=starts, ends_at=starts + timedelta(hours=2), nominate_by=starts, terms=TERMS,
        actor="system",
    )  # fmt: skip
    item = operations.nominate(
        slot_id=slot, seller_id=shop.seller_id, actor="person:1",
        nomination=Nomination(
            sku_id=shop.skus[code], price_minor=price_minor, units=units, per_customer=per_customer
        ),
    )  # fmt: skip
    operations.approve(country="id", item_ids=[item], actor="person:2")
    return item, starts


@contextmanager
def running(shop, code: str = "A", **values: int) -> Iterator[int]:
    """Five minutes into a slot with this item."""
    item, starts = enter(shop, code, **values)
    forget()
    with clock.frozen(starts + timedelta(minutes=5)):
        operations.open_due()
        yield item
    forget()


def forget() -> None:
    """Nothing of another test's sale is remembered."""
    board.forget()
    views._pages.forget()
    line._shown.forget()
