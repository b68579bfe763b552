from datetime import UTC, datetime, timedelta

import pytest

from pasar.kernel import clock, limits
from pasar.kernel.errors import TooMany

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_tries_past_the_limit_are_refused_until_the_window_ends(db):
    with clock.frozen(NOON):
        for _ in range(3):
            limits.hit("sign-in:203.0.113.9", limit=3, window=MINUTE)
        with pytest.raises(TooMany) as refusal:
            limits.hit("sign-in:203.0.113.9", limit=3, window=MINUTE)
        limits.hit("sign-in:203.0.113.10", limit=3, window=MINUTE)
    assert 0 < refusal.value.data["retry_after_s"] <= 61
    with clock.frozen(NOON + MINUTE):
        limits.hit("sign-in:203.0.113.9", limit=3, window=MINUTE)


def test_the_clock_is_wound_forward_for_all_and_never_back(db):
    before = clock.now()
    try:
        assert clock.wind(timedelta(days=3)) >= before + timedelta(days=3)
        with pytest.raises(ValueError, match="never wound back"):
            clock.wind(timedelta(seconds=-1))
    finally:
        clock._offset = timedelta(0)
