"""Telling people, sending what was told, reading it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from pasar.kernel import clock, sql
from pasar.kernel.ids import uuid7
from pasar.market.identity import queries as identity
from pasar.market.messages import channels, queries, rules
from pasar.market.messages.channels import ChannelDown, ChannelRefused, Outgoing
from pasar.market.messages.models import Message
from pasar.market.messages.rendering import render

_BATCH, _LEASE = 50, timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: UUID
    country: str
    language: str
    channel: str
    address: str
    subject: str
    body: str
    path: str
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Something that persons are to hear.

    template: `<package>/templates/messages/<template>.txt`. context: plain JSON. ref: what it is about, such as an
    order's id: the same template and ref is told a person once. path: the page about it, without country and language.
    """

    country: str
    person_ids: Sequence[int]
    template: str
    context: Mapping[str, Any]
    ref: str
    path: str = ""


def send(
    *,
    country: str,
    person_ids: Iterable[int],
    template: str,
    context: Mapping[str, Any],
    ref: str,
    path: str = "",
) -> None:
    """Tell persons one thing, see `Telling` and `send_all`."""
    told = Telling(
        country=country, person_ids=tuple(person_ids), template=template, context=context, ref=ref, path=path
    )
    send_all([told])


@transaction.atomic
def send_all(tellings: Sequence[Telling]) -> None:
    """Tell persons, each in their language: in their inbox, and by the channel that reaches them.

    Called in the transaction of the news; a sweeper sends. Two statements, whatever there is to tell.
    """
    people = identity.people({person for told in tellings for person in told.person_ids})
    rows: list[Message] = []
    for told in tellings:
        rows += _rows(told, [people[person] for person in sorted(set(told.person_ids)) if person in people])
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _rows(told: Telling, people: Iterable[identity.PersonView]) -> Iterator[Message]:
    by_language: dict[str, tuple[str, str]] = {}
    for person in people:
        if person.language not in by_language:
            by_language[person.language] = render(told.country, person.language, told.template, told.context)
        subject, body = by_language[person.language]
        for channel, address in [(rules.INBOX, ""), *channels.choose(person.email, person.phone)]:
            yield _row(
                country=told.country, person_id=person.id, channel=channel, address=address, template=told.template,
                ref=told.ref, language=person.language, subject=subject, body=body, path=told.path,
            )  # fmt: skip


@transaction.atomic
def send_to(
    *,
    country: str,
    language: str,
    address: str,
    template: str,
    context: Mapping[str, Any],
    ref: str,
    path: str = "",
) -> None:
    """Tell whoever is at a canonical e-mail or phone, who may have no account; nothing is put in an inbox."""
    subject, body = render(country, language, template, context)
    email, phone = (address, "") if "@" in address else ("", address)
    rows = [
        _row(
            country=country, person_id=None, channel=channel, address=to, template=template, ref=ref,
            language=language, subject=subject, body=body, path=path,
        )
        for channel, to in channels.choose(email, phone)
    ]  # fmt: skip
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def _row(*, channel: str, address: str, **values: Any) -> Message:
    at = clock.now()
    # A sandbox without a mail server keeps what it would send; its mailbox page shows it.
    kept = channel == rules.INBOX or (settings.SANDBOX and not channels.all_channels()[channel].usable())
    return Message(
        id=uuid7(),
        channel=channel,
        address=address,
        state=Message.State.KEPT if kept else Message.State.WAITING,
        next_try_at=None if kept else at,
        created_at=at,
        **values,
    )


def sweep() -> int:
    """Send what waits, oldest first; return how many were tried.

    Claimed in one transaction, sent outside of any, recorded in another: a crash between leads to a second try with
    the same id, which gateways know to be the same message.
    """
    at = clock.now()
    with transaction.atomic():
        due = sql.rows(_Claimed, __package__, "claim", at=at, until=at + _LEASE, size=_BATCH)
    codes = queries.codes_of(message.body for message in due)
    for message in due:
        _send(message, codes)
    return len(due)


def _send(message: _Claimed, codes: Mapping[int, str]) -> None:
    prefix = f"{settings.BASE_URL}/{message.country}/{message.language}/"
    outgoing = Outgoing(
        id=message.id,
        country=message.country,
        language=message.language,
        address=message.address,
        subject=rules.fill_codes(message.subject, codes),
        body=rules.fill_codes(message.body, codes),
        link=prefix + message.path.lstrip("/") if message.path else "",
    )
    channel = channels.all_channels()[message.channel]
    try:
        if not channel.usable():
            raise ChannelDown("not set up")
        channel.send(outgoing)
    except ChannelRefused as error:
        _failed(message, str(error), for_good=True)
    except ChannelDown as error:
        _failed(message, str(error), for_good=message.tries >= rules.MOST_TRIES)
    else:
        Message.objects.filter(pk=message.id).update(
            state=Message.State.SENT, sent_at=clock.now(), next_try_at=None, error=""
        )


def _failed(message: _Claimed, why: str, *, for_good: bool) -> None:
    state = Message.State.FAILED if for_good else Message.State.WAITING
    again = None if for_good else clock.now() + rules.wait(message.tries)
    Message.objects.filter(pk=message.id).update(state=state, next_try_at=again, error=why[:200])


def mark_read(*, person_id: int, country: str, message_ids: Iterable[UUID] | None = None) -> int:
    """Mark messages of a person's inbox as read, all of them unless named; return how many were not before."""
    found = Message.objects.filter(person_id=person_id, country=country, channel=rules.INBOX, read_at=None)
    if message_ids is not None:
        found = found.filter(pk__in=list(message_ids)[:200])
    return int(found.update(read_at=clock.now()))


def forget_person(*, person_id: int, targets: Iterable[str] = ()) -> int:
    """Drop everything that a person was told."""
    return int(Message.objects.filter(person_id=person_id).delete()[0])


def sweep_old() -> int:
    """Drop texts to addresses without a person after a week, and what was sent after a year."""
    at = clock.now()
    loose = Message.objects.filter(person=None, created_at__lt=at - timedelta(days=7))
    old = Message.objects.filter(created_at__lt=at - timedelta(days=365))
    return int(loose.delete()[0] + old.delete()[0])
