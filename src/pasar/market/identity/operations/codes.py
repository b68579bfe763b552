"""One-time codes: asking for one and using it."""

import os
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from pasar.kernel import clock, events, limits
from pasar.market.identity import queries, rules
from pasar.market.identity.errors import CodeRefused
from pasar.market.identity.events import CodeAsked
from pasar.market.identity.models import Code

_ASKS_PER_HOUR, _ASKS_PER_HOUR_FROM_ONE_SOURCE, _TRIES_PER_HOUR = 5, 30, 15


def send_code(*, country: str, language: str, target: str, purpose: str, source: str = "") -> str:
    """Send a one-time code to an e-mail or phone, and return the target as it is kept.

    It does and answers the same whether the target has an account or not; what is sent tells its owner. A new code
    makes the one before it void. source: the client's address, which is limited as well.
    Raises TargetInvalid, TooMany.
    """
    target = queries.canonical_target(country, target)
    hour = timedelta(hours=1)
    if source:
        limits.hit(f"code-from:{source}", limit=_ASKS_PER_HOUR_FROM_ONE_SOURCE, window=hour)
    limits.hit(f"code-to:{target}", limit=_ASKS_PER_HOUR, window=hour)
    known = queries.person_at(target) is not None
    at = clock.now()
    with transaction.atomic():
        row = Code.objects.create(
            target=target,
            purpose=Code.Purpose(purpose),
            nonce=os.urandom(16),
            sent_at=at,
            ends_at=at + rules.CODE_LIFE,
        )
        events.append([CodeAsked(country=country, code_id=row.pk, language=language, known=known)])
    return target


def use_code(*, target: str, purpose: str, code: str) -> None:
    """Use up the code that was last sent to a canonical target.  Raises CodeRefused, TooMany.

    Tries are counted on the locked row before the answer is given, and over all codes of a target, so that asking
    for new codes buys no more guesses.
    """
    limits.hit(f"code-try:{target}", limit=_TRIES_PER_HOUR, window=timedelta(hours=1))
    with transaction.atomic():
        row = (
            Code.objects.select_for_update(no_key=True)
            .filter(target=target, purpose=purpose)
            .order_by("-pk")
            .first()
        )
        fits = row is not None and _try(row, code)
    # Raised outside the transaction, which must keep the count of tries.
    if not fits:
        raise CodeRefused(field="code")


def _try(row: Code, code: str) -> bool:
    at = clock.now()
    if row.used_at is not None or row.ends_at <= at or row.tries >= rules.CODE_TRIES:
        return False
    real = rules.code_text(settings.SECRET_KEY, row.pk, row.nonce, row.target, row.purpose)
    fits = rules.same_code(code, real)
    row.tries += 1
    row.used_at = at if fits else None
    row.save(update_fields=["tries", "used_at"])
    return fits


def sweep_codes() -> int:
    """Drop codes a day after their end; they hold addresses of people."""
    return Code.objects.filter(ends_at__lt=clock.now() - timedelta(days=1)).delete()[0]
