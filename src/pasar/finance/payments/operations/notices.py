"""Notices: kept as their bytes once, read later."""

from collections.abc import Mapping

from django.db import transaction

from pasar.finance.payments import rules
from pasar.finance.payments.errors import NoticeRefused
from pasar.finance.payments.models import Notice
from pasar.finance.payments.providers import providers
from pasar.kernel import clock

LARGEST = 64 * 1024
MOST_TRIES = 30


def take_notice(provider_key: str, headers: Mapping[str, str], raw: bytes) -> None:
    """Keep a provider's notice, its signature checked on the raw bytes. A second copy changes nothing.

    Nothing else happens here: the answer is quick, and a task does the work.  Raises NoticeRefused.
    """
    provider = providers().get(provider_key)
    if provider is None or len(raw) > LARGEST:
        raise NoticeRefused
    told = provider.read_notice(headers, raw)
    now = clock.now()
    Notice.objects.bulk_create(
        [
            Notice(
                provider=provider.key, event_id=told.event_id, about=told.about, reference=told.reference,
                raw=raw, received_at=now, next_try_at=now,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


@transaction.atomic
def record_reading(*, notice_id: int, state: str, problem: str = "") -> None:
    """What reading a notice came to: `applied`, `unmatched`, `mismatch`, or `received` to read it again later.

    After many vain tries it is set aside as a mismatch: an operator looks at it.
    """
    notice = Notice.objects.select_for_update(no_key=True).get(pk=notice_id)
    if notice.state != Notice.State.RECEIVED:
        return
    if state == "received" and notice.attempts >= MOST_TRIES:
        state = "mismatch"
    notice.state, notice.problem = state, problem[:200]
    notice.next_try_at = clock.now() + rules.wait(notice.attempts) if state == "received" else None
    notice.save()
