"""The staff's audit trail: who did what to what, why, in one append-only chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from pasar.kernel import clock, sql


def record(
    *,
    country: str,
    actor: str,
    action: str,
    target: str,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Append an entry within the running transaction: what is done and its trace commit together.

    actor: `person:<id>` or `system`. target: `<what>:<id>`, such as `order:0198…`.
    """
    assert connection.in_atomic_block, "the trace belongs to the transaction that it tells of"
    sql.run(__package__, "lock_audit")
    sql.run(
        __package__, "append_audit",
        country=country, actor=actor, action=action, target=target, reason=reason,
        data=orjson.dumps(data or {}, default=str).decode(), at=clock.now(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail."""

    id: int
    country: str
    actor: str
    action: str
    target: str
    reason: str
    data: dict[str, Any]
    at: datetime


_FIELDS = ("id", "country", "actor", "action", "target", "reason", "data", "at")


def entries(
    countries: Sequence[str], *, target: str = "", actor: str = "", after: int | None = None, size: int = 50
) -> list[Entry]:
    """The newest entries of these ventures; after: the last id of the page before."""
    from pasar.kernel.models import AuditEntry

    found = AuditEntry.objects.filter(country__in=list(countries))
    if target:
        found = found.filter(target=target)
    if actor:
        found = found.filter(actor=actor)
    if after is not None:
        found = found.filter(id__lt=after)
    return [Entry(*row) for row in found.order_by("-id").values_list(*_FIELDS)[:size]]
