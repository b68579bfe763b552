import os
import signal
import time

import psycopg

from pasar.runtime.database import KeptDatabase, open_database
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


def test_a_database_server_that_was_killed_is_started_again_with_all_it_had(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    home = Home(tmp_path / "market")
    home.open()
    database, said = open_database(home), []
    cluster = database.cluster
    try:
        with psycopg.connect(database.owner_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE entry (number int)")
        keeping = KeptDatabase(cluster, say=said.append)
        keeping.tick()
        assert said == []
        killed = cluster.pid()
        os.kill(killed, signal.SIGKILL)
        end = time.monotonic() + 30
        while cluster.pid() in (None, killed):
            assert time.monotonic() < end
            keeping.tick()
        assert len(said) == 1
        assert "starting it again" in said[0]
        assert tables(database.owner_url)
    finally:
        cluster.stop()
        cluster.remove()
