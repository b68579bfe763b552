"""A PostgreSQL server of your own, named by DATABASE_URL."""

from importlib.resources import files
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from pasar.runtime.postgres.place import PostgresError

OLDEST = 16
AS_APP = "-c role=pasar_app"


class Server:
    """The server that `url` signs in to. Its role owns the tables; the application acts as `pasar_app`.

    When that role may make roles, `pasar_app` is made without a sign-in of its own, and the application's
    connections step down to it. Otherwise (a managed server, perhaps) one role does both.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def owner_url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{quote(database)}"))

    def app_url(self, database: str) -> str:
        owner = self.owner_url(database)
        if not self._steps_down():
            return owner
        joint = "&" if urlsplit(owner).query else "?"
        return f"{owner}{joint}{urlencode({'options': AS_APP}, quote_via=quote)}"

    def prepare(self) -> None:
        """Make the application's role where that is allowed. Raises PostgresError for a server too old to use."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            if connection.info.server_version < OLDEST * 10_000:
                raise PostgresError(f"DATABASE_URL names a PostgreSQL older than {OLDEST}.")
            may = connection.execute(
                "SELECT (rolsuper OR rolcreaterole) AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app')"
                " FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            if may and may[0]:
                connection.execute("CREATE ROLE pasar_app NOLOGIN")
                connection.execute("GRANT pasar_app TO CURRENT_USER")

    def grant(self, database: str) -> None:
        """Give the application its rights on what the owner makes in `database` from here on."""
        if self._steps_down():
            with psycopg.connect(self.owner_url(database)) as connection:
                connection.execute(files("pasar.runtime").joinpath("sql", "grants.sql").read_bytes())

    def create_database(self, name: str, template: str | None = None) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(template or "template0")
                )
            )
        if template is None:
            self.grant(name)

    def drop_database(self, name: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def databases(self) -> list[str]:
        with psycopg.connect(self.url) as connection:
            found = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate").fetchall()
        return sorted(name for (name,) in found)

    def _steps_down(self) -> bool:
        with psycopg.connect(self.url) as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = 'pasar_app' AND pg_has_role(current_user, oid, 'SET')"
            ).fetchone()
        return found is not None
