from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

from pasar.kernel.ids import short_number, uuid7


def test_ids_of_one_process_only_ever_grow():
    made = [uuid7() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_made_by_many_threads_are_distinct_and_marked_version_7():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: uuid7(), range(8_000)))
    assert len(set(made)) == 8_000
    assert {each.version for each in made} == {7}
    assert {each.variant for each in made} == {UUID(int=0x8000 << 48).variant}


def test_a_short_number_tells_country_and_day_and_has_no_letter_to_misread():
    number = short_number("id", datetime(2026, 11, 24, tzinfo=UTC), UUID(int=0x1F_FFFF_FFFF))
    assert number.startswith("ID-261124-")
    assert len(number) == len("ID-261124-") + 8
    assert not set(number.rpartition("-")[2]) & set("ILOU")
