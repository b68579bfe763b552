"""The way from a change to a result: events, notes, documents, the served index. Real PostgreSQL, real tantivy."""

import threading

import pytest
from django.db import connection, transaction

from pasar.kernel import events
from pasar.market.catalogue import operations as catalogue
from pasar.market.search import operations, queries, tasks, writers
from pasar.market.search.models import Build, Pending
from pasar.market.search.rules import SearchRequest
from pasar.market.search.tests.making import make_shop, row


@pytest.fixture
def market(fresh_market_db, settings, tmp_path):
    settings.HOME = tmp_path
    events.register(tasks.CONSUMERS)
    make_shop()
    yield
    writers.release()
    queries._open.clear()


def settle():
    """Everything that the worker would do."""
    events.drain(tasks.CONSUMERS)
    while Pending.objects.exists() or not queries.live_build("id"):
        operations.index_pending("id")


def found(text: str = "", **wanted) -> list[int]:
    index = queries.engine("id")
    index._reloaded = 0.0
    return queries.search("id", "id", SearchRequest(text=text, **wanted)).listing_ids


def put(*rows):
    return [each.listing_id for each in catalogue.bulk_write("id", list(rows))]


def test_a_new_listing_is_found_and_a_withdrawn_one_no_longer(market):
    first, second = put(row("A", titles={"id": "Sepatu lari"}), row("B", titles={"id": "Topi pantai"}))
    settle()
    assert found("sepatu") == [first]
    catalogue.withdraw(seller_id=1, listing_id=first, actor="seller:1")
    settle()
    assert found("sepatu") == []
    assert found() == [second]
    assert queries.engine("id").count() == 1


def test_a_changed_title_takes_the_place_of_the_old(market):
    [listing] = put(row("A", titles={"id": "Sepatu lari"}))
    settle()
    put(row("A", titles={"id": "Sandal gunung"}))
    settle()
    assert found("sepatu") == []
    assert found("sandal") == [listing]
    assert queries.engine("id").count() == 1


def test_words_of_variants_attributes_and_categories_find_a_listing(market):
    [listing] = put(row("KN-77"))
    settle()
    for text in ("katun", "kn-77", "polosan", "t-shirt", "kaos"):
        assert found(text) == [listing], text


def test_a_closed_shop_sells_nothing(market):
    make_shop(2, is_open=False)
    put(row("A", shop_id=2, seller_id=2))
    settle()
    assert found() == []


def test_a_shop_that_closes_takes_its_listings_with_it(market):
    from pasar.market.sellers.events import ShopChanged
    from pasar.market.sellers.models import Shop

    put(row("A"), row("B"))
    settle()
    with transaction.atomic():
        Shop.objects.update(open=False)
        events.append([ShopChanged(country="id", shop_id=1, open=False)])
    settle()
    assert found() == []


def test_a_note_made_while_indexing_is_not_lost(market, monkeypatch):
    [listing] = put(row("A"))
    settle()
    put(row("A", titles={"id": "Jaket kulit"}))
    events.drain(tasks.CONSUMERS)
    real = operations.documents.of

    def changed_meanwhile(country, listing_ids):
        documents = real(country, listing_ids)
        put(row("A", titles={"id": "Celana jeans"}))
        events.drain(tasks.CONSUMERS)
        return documents

    monkeypatch.setattr(operations.documents, "of", changed_meanwhile)
    operations.index_pending("id")
    monkeypatch.undo()
    assert found("jaket") == [listing]
    assert Pending.objects.count() == 1
    settle()
    assert found("jaket") == []
    assert found("celana") == [listing]


def test_a_crash_after_the_commit_of_the_index_is_indexing_again(market, monkeypatch):
    [listing] = put(row("A"))
    settle()
    put(row("A", titles={"id": "Jaket kulit"}))
    events.drain(tasks.CONSUMERS)
    monkeypatch.setattr(operations.sql, "run", lambda *_args, **_params: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        operations.index_pending("id")
    monkeypatch.undo()
    assert Pending.objects.count() == 1
    settle()
    assert found("jaket") == [listing]
    assert queries.engine("id").count() == 1


def test_a_build_takes_the_place_of_the_served_one_and_keeps_what_was_noted_meanwhile(market):
    put(row("A"), row("B"))
    settle()
    before = queries.live_build("id")
    put(row("C"))
    events.drain(tasks.CONSUMERS)
    assert operations.build("id") == 3
    assert queries.live_build("id") != before
    assert len(found()) == 3
    assert not Pending.objects.exists()
    assert Build.objects.get(country="id").documents == 3


def test_a_build_that_breaks_off_leaves_the_served_one(market, monkeypatch):
    [listing] = put(row("A"))
    settle()
    before = queries.live_build("id")
    monkeypatch.setattr(operations, "_serve", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        operations.build("id")
    monkeypatch.undo()
    assert queries.live_build("id") == before
    assert found() == [listing]


def test_old_builds_are_cleared_away_but_the_last(market):
    put(row("A"))
    for _ in range(4):
        operations.build("id")
    assert len([path for path in queries.folder("id").iterdir() if path.is_dir()]) == 2


def test_a_lost_or_damaged_index_is_built_again(market):
    [listing] = put(row("A"))
    settle()
    writers.release()
    queries._open.clear()
    folder = queries.folder("id") / queries.live_build("id")
    (folder / "meta.json").write_text("{broken")
    # Meanwhile the database answers, plainly.
    assert queries.search("id", "id", SearchRequest(text="kaos")).listing_ids == [listing]
    put(row("B"))
    events.drain(tasks.CONSUMERS)
    operations.sweep()
    settle()
    assert listing in found()
    assert len(found()) == 2


def test_another_session_that_writes_keeps_us_away(market):
    put(row("A"))
    settle()
    writers.release()
    put(row("B"))
    events.drain(tasks.CONSUMERS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(7401003, hashtext('id'))")
        assert operations.index_pending("id") == 0
        cursor.execute("SELECT pg_advisory_unlock(7401003, hashtext('id'))")
    assert operations.index_pending("id") == 1


@pytest.mark.race
def test_many_threads_index_every_change_once_and_none_is_lost(market):
    settle()

    def name(number, step):
        # Far from one another in letters, so that a search for similar words finds none of the others.
        return "abcdef"[number] * 6 + "uvwxy"[step] * 6

    def change(number):
        for step in range(5):
            catalogue.bulk_write("id", [row(f"T-{number}", titles={"id": f"Barang {name(number, step)}"})])
            events.drain(tasks.CONSUMERS)
            operations.sweep()
        connection.close()

    threads = [threading.Thread(target=change, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    settle()
    assert queries.engine("id").count() == 6
    for number in range(6):
        assert len(found(name(number, 4))) == 1
        assert found(name(number, 3)) == []


def test_health_tells_what_waits(market):
    put(row("A"))
    events.drain(tasks.CONSUMERS)
    assert {each.country: each.lag for each in queries.health()}["id"] == 1
    settle()
    [mine] = [each for each in queries.health() if each.country == "id"]
    assert (mine.lag, mine.documents) == (0, 1)
    assert mine.build == queries.live_build("id")
