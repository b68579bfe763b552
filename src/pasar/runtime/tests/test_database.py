import psycopg

from pasar.runtime.database import open_database
from pasar.runtime.home import Home
from pasar.runtime.postgres import DATABASE


def tables(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT relname FROM pg_class WHERE relname = 'entry'").fetchall()


def test_bank_and_carrier_of_a_market_that_is_gone_keep_no_books_for_the_next(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    home = Home(tmp_path / "market")
    home.open()
    database = open_database(home)
    try:
        with psycopg.connect(database.outside["bank"], autocommit=True) as bank:
            bank.execute("CREATE TABLE entry (number int)")
        assert tables(open_database(home).outside["bank"])  # as long as their market is there they stay
        database.cluster.drop_database(DATABASE)
        assert not tables(open_database(home).outside["bank"])
    finally:
        database.cluster.stop()
        database.cluster.remove()
