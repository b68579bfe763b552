"""Messages as people and a sandbox's visitors read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pasar.market.identity import queries as identity
from pasar.market.messages import rules
from pasar.market.messages.models import Message

PAGE = 30


@dataclass(frozen=True, slots=True)
class MessageView:
    id: UUID
    country: str
    channel: str
    address: str
    template: str
    language: str
    subject: str
    body: str
    path: str
    """The page it is about, below /{country}/{language}/; may be empty."""
    state: str
    created_at: datetime
    read_at: datetime | None


def inbox(person_id: int, country: str, after: UUID | None = None) -> list[MessageView]:
    """A page of what a person was told in a venture, the newest first; `after`: the last id of the page before."""
    found = Message.objects.filter(person_id=person_id, country=country, channel=rules.INBOX)
    return [_view(row) for row in _page(found, after)]


def unread(person_id: int, country: str) -> int:
    """How many messages of the inbox were not opened yet; 99 stands for that many or more."""
    found = Message.objects.filter(
        person_id=person_id, country=country, channel=rules.INBOX, read_at=None
    ).values("id")
    return int(found[:99].count())


def mailbox(country: str, after: UUID | None = None, address: str = "") -> list[MessageView]:
    """A page of everything that left, or would have: for a sandbox, where nobody's real mailbox is near."""
    found = Message.objects.filter(country=country).exclude(channel=rules.INBOX)
    if address:
        found = found.filter(address=address.strip().lower())
    rows = list(_page(found, after))
    codes = codes_of(row.body for row in rows)
    return [_view(row, codes) for row in rows]


def codes_of(texts: Iterable[str]) -> dict[int, str]:
    """The digits of all one-time codes that stored texts wait for."""
    wanted = {code_id for text in texts for code_id in rules.code_ids(text)}
    found = {code_id: identity.code_to_send(code_id) for code_id in wanted}
    return {code_id: code.text for code_id, code in found.items() if code is not None}


def _page(found, after: UUID | None):  # type: ignore[no-untyped-def]
    if after is not None:
        found = found.filter(id__lt=after)
    return found.order_by("-id")[:PAGE]


def _view(row: Message, codes: dict[int, str] | None = None) -> MessageView:
    return MessageView(
        id=row.id, country=row.country, channel=row.channel, address=row.address, template=row.template,
        language=row.language, subject=rules.fill_codes(row.subject, codes or {}),
        body=rules.fill_codes(row.body, codes or {}), path=row.path, state=row.state,
        created_at=row.created_at, read_at=row.read_at,
    )  # fmt: skip
