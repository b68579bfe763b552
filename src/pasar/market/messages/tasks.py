"""Codes become messages, deleted persons' messages go, and what waits is sent."""

from collections.abc import Sequence

from pasar.kernel.events import Consumer, Recorded
from pasar.market.identity import queries as identity
from pasar.market.messages import operations, rules


def _handle(events: Sequence[Recorded]) -> None:
    for event in events:
        if event.topic == "person.deleted":
            operations.forget_person(person_id=event.payload["person_id"])
        else:
            _tell_code(event)


def _tell_code(event: Recorded) -> None:
    """The code to whoever has an account or wants one; a word to the owner where it would lead nowhere.

    Nobody is at the address of a sign-in or reset without an account: nothing is sent there.
    """
    code_id, known = event.payload["code_id"], event.payload["known"]
    code = identity.code_to_send(code_id)
    if code is None:
        return
    if code.purpose == "sign_up" and known:
        template = "code_known"
    elif code.purpose in ("sign_in", "reset") and not known:
        return
    else:
        template = f"code_{code.purpose}"
    operations.send_to(
        country=event.country, language=event.payload["language"], address=code.target, template=template,
        context={"code": rules.code_mark(code_id)}, ref=f"code:{code_id}",
        path="account/sign-in/" if template == "code_known" else "",
    )  # fmt: skip


CONSUMERS = [Consumer("messages.people", ("code.asked", "person.deleted"), _handle)]
SWEEPERS = {
    "messages.send": (1.0, operations.sweep),
    "messages.old": (3600.0, operations.sweep_old),
}
