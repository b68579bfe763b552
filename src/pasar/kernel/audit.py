"""The staff's audit trail: who did what to what, why, in one append-only chain."""

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
