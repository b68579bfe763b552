from datetime import UTC, datetime, timedelta

import pytest

from pasar.kernel import clock
from pasar.market.promotions import operations
from pasar.market.promotions.operations.making import Draft

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _standing_clock():
    with clock.frozen(AT):
        yield


def give(name, kind="amount_off", class_key="", *, seller_id=None, code=None, listed=True, **more):
    """A promotion in force for a week. What is no part of a draft is a term."""
    parts = {key: more.pop(key) for key in list(more) if key in Draft.__dataclass_fields__}
    terms = more or {"off_minor": 1_000_000}
    draft = Draft(
        **{"name": name, "terms": terms, "starts_at": AT, "ends_at": AT + timedelta(days=7), **parts}
    )
    return operations.create(
        country="id", kind=kind, class_key=class_key or ("shop_voucher" if seller_id else "platform_voucher"),
        draft=draft, actor="test", seller_id=seller_id, code=code, listed=listed,
    )  # fmt: skip
