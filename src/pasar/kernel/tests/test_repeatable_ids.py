from datetime import UTC, datetime
from uuid import UUID

from pasar.kernel import ids

BEGIN = datetime(2026, 11, 2, tzinfo=UTC)


def drawn(seed: str) -> list[UUID]:
    with ids.repeatable(seed, BEGIN):
        return [ids.uuid7() for _ in range(5_000)]


def test_the_same_seed_makes_the_same_ids_in_order() -> None:
    first = drawn("7")
    assert first == drawn("7") == sorted(first)
    assert len(set(first)) == 5_000
    assert not set(first) & set(drawn("8"))


def test_afterwards_ids_are_later_than_all_before() -> None:
    before = ids.uuid7()
    drawn("7")
    assert ids.uuid7() > before
