"""Commands that work inside a market, whether it runs or not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from pasar.runtime.database import Database, open_database
from pasar.runtime.home import Home, HomeError, environment
from pasar.runtime.migrating import migrate
from pasar.runtime.progress import Steps


@contextmanager
def market(
    home: Home, *, clock: bool = True, make: bool = False, simulators: bool = False, quiet: bool = False
) -> Iterator[Database]:
    """Django set up on the market's database, with its server running; stopped afterwards if it was not.

    make: a market that is not there yet is made (without a demo). simulators: the databases of bank and carrier are
    made too, and named in the environment. quiet: nothing is printed, for those who print one object.
    Raises HomeError.
    """
    running = home.in_use()
    if not home.exists and not make and not os.environ.get("DATABASE_URL"):
        raise HomeError(
            f"There is no market in {home.path}. Make one with ./pasar up, or name its folder with --data."
        )
    home.open()
    database = open_database(home, simulators=simulators)
    try:
        if not running:
            migrate(home, database, Steps(quiet=quiet))
        address = (
            home.processes().get("address", "http://127.0.0.1:8000") if running else "http://127.0.0.1:8000"
        )
        os.environ.update(environment(home, {**database.environment, "PASAR_BASE_URL": address}))
        os.environ.update({f"PASAR_{name.upper()}_DATABASE": url for name, url in database.outside.items()})
        import django

        django.setup()
        from django.conf import settings
        from django.db import connections

        from pasar.kernel import clock as market_clock
        from pasar.runtime import translations

        translations.compile_all()
        if clock and settings.SANDBOX:
            market_clock.share()
        try:
            yield database
        finally:
            connections.close_all()
    finally:
        if database.cluster is not None and not running:
            database.cluster.stop()
