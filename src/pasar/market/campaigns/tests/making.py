"""A flash sale that runs, made by the real operations at the hours at which they would happen."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from pasar.kernel import batch, clock, ids
from pasar.market.campaigns import batch as campaigns
from pasar.market.campaigns import operations, rules
from pasar.market.campaigns.operations import Nomination
from pasar.market.stock import batch as stock
from pasar.market.stock.tests.making import Shelf, make_shelf

BEFORE = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
"""When the goods came on sale."""
ENTRY = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
STARTS = datetime(2026, 11, 11, 3, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)
DURING = STARTS + timedelta(minutes=5)
TERMS = rules.Terms(min_cut_bps=1_000, look_back_days=30, min_days_priced=7)


def make_slot(starts_at: datetime = STARTS, hours: int = 2, country: str = "id") -> int:
    return operations.open_slot(
        country=country, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), nominate_by=starts_at,
        terms=TERMS, actor="system",
    )  # fmt: skip


def make_goods(units: int = 10, prices: tuple[int, ...] = (25_000_00,)) -> Shelf:
    """A shelf whose goods have had their prices for nine days when entry is."""
    with clock.frozen(BEFORE):
        return make_shelf(units=units, prices=prices)


def make_item(
    shelf: Shelf,
    *,
    units: int = 5,
    per_customer: int = 2,
    price_minor: int = 15_000_00,
    slot_id: int | None = None,
) -> int:
    """An approved nomination of the shelf's first SKU."""
    with clock.frozen(ENTRY):
        item = operations.nominate(
            slot_id=slot_id or make_slot(), seller_id=shelf.seller_id,
            nomination=Nomination(
                sku_id=shelf.skus[0], price_minor=price_minor, units=units, per_customer=per_customer
            ),
            actor="person:1",
        )  # fmt: skip
        operations.approve(country="id", item_ids=[item], actor="person:2")
    return item


def make_open(shelf: Shelf, **values: int) -> int:
    """An item whose slot runs."""
    item = make_item(shelf, **values)
    with clock.frozen(STARTS):
        operations.open_due()
    return item


def take(shelf: Shelf, item: int, wanted: Sequence[tuple[int, int]], at: datetime = DURING) -> list[UUID]:
    """Order lines that take units, as checkout's batch writes them. wanted: (customer, units). Their ids."""
    lines = [ids.uuid7() for _ in wanted]
    with transaction.atomic():
        batch.run(
            connection,
            [
                campaigns.taken(
                    [
                        campaigns.Taking(line, "id", item, customer, units, 2)
                        for line, (customer, units) in zip(lines, wanted, strict=True)
                    ],
                    at,
                ),
                stock.hold(
                    [
                        stock.Hold(line, "id", shelf.skus[0], rules.shelf_of(item), units, None)
                        for line, (_customer, units) in zip(lines, wanted, strict=True)
                    ]
                ),
            ],
        )
    return lines
