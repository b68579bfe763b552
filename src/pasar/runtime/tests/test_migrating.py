"""Which markets this Pasar takes up, and which it leaves to a newer one."""

import psycopg
import pytest

from pasar.runtime.database import Database
from pasar.runtime.home import Home, HomeError
from pasar.runtime.migrating import mark, migrate
from pasar.runtime.progress import Steps
from pasar.runtime.testing.fixtures import MarketDatabase


@pytest.fixture
def older(fresh_market_db: MarketDatabase, tmp_path) -> tuple[Home, Database]:
    """A market whose last start had other migrations than these."""
    home = Home(tmp_path / "market")
    home.open()
    home.note(migrations="of an older Pasar")
    return home, Database(fresh_market_db.app_url, fresh_market_db.owner_url, {}, None)


def test_a_market_of_an_older_pasar_is_taken_up(older):
    home, database = older
    migrate(home, database, Steps())
    assert home.state()["migrations"] == mark()


def test_a_market_of_a_newer_pasar_is_refused_with_advice(older):
    home, database = older
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '9999_later', now())"
        )
    with pytest.raises(HomeError, match=r"newer Pasar.*orders\.9999_later"):
        migrate(home, database, Steps())
    assert home.state()["migrations"] == "of an older Pasar"
