"""Rate limits, counted in the database so that they hold over all processes."""

from datetime import UTC, datetime, timedelta

from pasar.kernel import clock, sql
from pasar.kernel.errors import TooMany


def hit(key: str, *, limit: int, window: timedelta) -> None:
    """Count one try of `key` and refuse it past `limit` within the window.

    key: what is limited, such as `sign-in:203.0.113.9`. Windows are fixed, so up to twice the limit can pass
    around a boundary.  Raises TooMany (data: retry_after_s).
    """
    now, span = clock.now(), window.total_seconds()
    opened = datetime.fromtimestamp(now.timestamp() // span * span, UTC)
    hits = sql.values(__package__, "hit", key=key[:120], opened_at=opened)[0][0]
    if hits > limit:
        raise TooMany(retry_after_s=int((opened + window - now).total_seconds()) + 1)


def forget(before: datetime) -> int:
    """Drop windows opened before a moment; the worker calls it now and then."""
    from pasar.kernel.models import RateWindow

    return RateWindow.objects.filter(opened_at__lt=before).delete()[0]
