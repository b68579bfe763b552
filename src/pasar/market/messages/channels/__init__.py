"""How messages leave the market: one folder or file a channel, found by registration.

A channel says where it reaches a person, whether this installation can use it, and sends one message at a time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as it leaves, with its codes put in and its link made whole."""

    id: UUID
    country: str
    language: str
    address: str
    subject: str
    body: str
    link: str


class ChannelDown(Exception):
    """It could not be handed over now; it may be later."""


class ChannelRefused(Exception):
    """It will never be accepted: an address that does not exist, a text that is not allowed."""


@dataclass(frozen=True)
class Channel:
    """`send` hands one message over, with its id as the key against doubles.  Raises ChannelDown, ChannelRefused."""

    key: str
    reached_by: Literal["email", "phone"]
    usable: Callable[[], bool]
    send: Callable[[Outgoing], None]


@cache
def all_channels() -> Mapping[str, Channel]:
    """Every channel by key."""
    from pasar.kernel.registry import discover
    from pasar.market.messages import channels

    return discover(channels, Channel)


def choose(email: str, phone: str) -> list[tuple[str, str]]:
    """(channel, address) by which somebody is told: e-mail where there is one, else a chat app, else SMS.

    SMS costs money with every message, so it is for those whom nothing else reaches.
    """
    addresses = {"email": email, "phone": phone}
    for key in ("email", "chat", "sms"):
        channel = all_channels()[key]
        address = addresses[channel.reached_by]
        if address and (channel.usable() or key != "chat"):
            return [(key, address)]
    return []
