"""What of the demo world is done, in the database: a load that was killed goes on where it stopped."""

from collections.abc import Callable

from django.db import transaction

from pasar.kernel import clock
from pasar.simulate.models import DemoStep


def once(key: str, work: Callable[[], object]) -> bool:
    """Do a step and note it, in one transaction; False when it was done before."""
    with transaction.atomic():
        if done(key):
            return False
        work()
        note(key)
    return True


def done(key: str) -> bool:
    return DemoStep.objects.filter(key=key).exists()


def note(key: str) -> None:
    """For work that is many transactions, each harmless to repeat."""
    DemoStep.objects.get_or_create(key=key, defaults={"done_at": clock.now()})
