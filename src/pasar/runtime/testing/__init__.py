"""The pytest plugin that gives every test process a PostgreSQL of its own, migrated, with the application's rights.

    db                  pytest-django's: the test runs in a transaction that is rolled back
    fresh_market_db     a database of this test alone, for committed data, threads and processes; gives its addresses
    owner_cursor        the tables' owner on that database, who may break what the application cannot

Nothing is started for tests that ask for none of them. `transactional_db` is refused: emptying tables needs rights
that the application does not have, and `fresh_market_db` is quicker.
"""

import pytest

from pasar.runtime.testing import testbed


def pytest_addoption(parser: pytest.Parser) -> None:
    # The first hook of all: settings are read soon after, and they take the database's address from here.
    testbed.announce()


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    from pasar.runtime import translations
    from pasar.runtime.testing import fixtures

    translations.compile_all()

    # Registered after pytest-django, whose `django_db_setup` it replaces.
    config.pluginmanager.register(fixtures, "pasar-fixtures")
    # Pages are tested without collected files, people signed up without a hash made to be slow.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marks = list(item.iter_markers("django_db"))
        names = getattr(item, "fixturenames", ())
        if "transactional_db" in names or any(mark.kwargs.get("transaction") for mark in marks):
            raise pytest.UsageError(
                f"{item.nodeid}: take fresh_market_db instead of a transactional database"
            )
        if "fresh_market_db" in names and (marks or "db" in names):
            raise pytest.UsageError(f"{item.nodeid}: fresh_market_db takes the place of db and django_db")


def pytest_unconfigure() -> None:
    testbed.close()
