"""Fixtures for tests that need the market's database; `pasar.runtime.testing` says which is for what."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.urls import set_script_prefix

from pasar.runtime.testing import testbed


@dataclass(frozen=True)
class MarketDatabase:
    """A database of one test: also for processes that it starts, which find it in their environment."""

    name: str
    app_url: str
    owner_url: str


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> None:
    """Takes the place of pytest-django's: the database is copied ready migrated, and never emptied."""
    try:
        testbed.open_testbed()
    except testbed.TestbedError as error:
        pytest.exit(str(error), returncode=3)


@pytest.fixture(autouse=True)
def _no_venture_left() -> None:
    """Addresses begin at the root again: a venture's page, asked for by the test before, leaves its prefix behind."""
    set_script_prefix("/")


@pytest.fixture
def fresh_market_db(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MarketDatabase]:
    """A database of this test alone, as after the migrations, on Django's default connection in every thread.

    What is committed stays until the test ends. DATABASE_URL points at it for processes started meanwhile.
    """
    bed = testbed.open_testbed()
    market = MarketDatabase(name := bed.clone(), bed.app_url(name), bed.owner_url(name))
    default = connections.settings["default"]
    before = default["NAME"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections["default"].close()
        default["NAME"] = name
        ContentType.objects.clear_cache()
        monkeypatch.setenv("DATABASE_URL", market.app_url)
        monkeypatch.setenv("DATABASE_OWNER_URL", market.owner_url)
        try:
            yield market
        finally:
            connections.close_all()
            default["NAME"] = before
            ContentType.objects.clear_cache()
            bed.drop(name)


@pytest.fixture
def owner_cursor(fresh_market_db: MarketDatabase) -> Iterator[psycopg.Cursor]:
    """The tables' owner on the fresh database, each statement its own transaction.

    `SET session_replication_role = replica` lets it write past triggers and foreign keys.
    """
    with (
        psycopg.connect(fresh_market_db.owner_url, autocommit=True) as connection,
        connection.cursor() as cursor,
    ):
        yield cursor
