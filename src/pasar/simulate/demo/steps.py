"""What of the demo world is done, in the database: a load that was killed goes on where it stopped."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from pasar.kernel import clock
from pasar.simulate.models import DemoStep


def once(key: str, work: Callable[[], dict[str, Any] | None]) -> bool:
    """Do a step and note it with what it returns, in one transaction; False when it was done before."""
    with transaction.atomic():
        if done(key):
            return False
        found = work()
        DemoStep.objects.create(key=key, done_at=clock.now(), data=found or {})
    return True


def done(key: str) -> bool:
    return DemoStep.objects.filter(key=key).exists()


def data(key: str) -> dict[str, Any]:
    """What a done step left for later ones.  Raises DemoStep.DoesNotExist."""
    found: dict[str, Any] = DemoStep.objects.get(key=key).data
    return found
