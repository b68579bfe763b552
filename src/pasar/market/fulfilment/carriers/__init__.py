"""The interface of a carrier. Each child of this folder declares an `adapter = Carrier(key=<its name>, …)`.

What an adapter calls over the network is called from tasks only, never within a transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pasar.kernel.errors import PasarError


class CarrierRefused(PasarError):
    """The carrier will not take this parcel as it is: trying again does not help."""

    code = "carrier_refused"  # data: reason


class CarrierUnreachable(PasarError):
    """No answer, or one that says nothing about the parcel: try again later under the same reference."""

    status = 503
    code = "carrier_unreachable"


class NoticeRefused(PasarError):
    """The notice is not the carrier's, or cannot be read. The answer does not say which."""

    code = "notice_refused"


@dataclass(frozen=True, slots=True)
class Booking:
    """What a carrier is asked to carry. `reference` is ours and makes the call repeatable."""

    reference: str
    country: str
    service_key: str
    sender: Mapping[str, str]
    recipient: Mapping[str, str]
    weight_g: int
    cod_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Booked:
    tracking_number: str
    sort_code: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What a carrier said about a parcel. `state` is one of ours, `unknown` for a code we do not know."""

    event_id: str
    tracking_number: str
    code: str
    state: str
    text: str
    place: str
    at: datetime
    collected_minor: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class RemittedParcel:
    tracking_number: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Remitted:
    """Cash a carrier hands on in one sum. `amount_minor` is what the parcels brought; `fee_minor` is kept of it."""

    reference: str
    country: str
    currency: str
    amount_minor: int
    fee_minor: int
    at: datetime
    parcels: tuple[RemittedParcel, ...]


@dataclass(frozen=True)
class Carrier:
    """How to speak with one carrier. A part that is None is something the carrier does not do."""

    key: str
    name: str
    services: Mapping[str, str]
    """Names by key, in English; shown through gettext."""
    tracked: bool
    """Whether it tells where parcels are; the others' are presumed delivered after their time."""
    book: Callable[[Booking], Booked] | None = None
    """Raises CarrierRefused, CarrierUnreachable."""
    read_notice: Callable[[Mapping[str, str], bytes], Reported] | None = None
    """From headers and raw body, its signature checked.  Raises NoticeRefused."""
    parse: Callable[[bytes], Reported] | None = None
    """From a raw body that was taken before.  Raises NoticeRefused."""
    collect: Callable[[str], None] | None = None
    """Tell it that a parcel, by its tracking number, may be fetched. Twice changes nothing.  Raises as `book`."""
    cancel: Callable[[str], None] | None = None
    """Take a booking back, by its tracking number.  Raises as `book`."""
    remittances: Callable[[str], Sequence[Remitted]] | None = None
    """Those after a reference ('' for all), the oldest first.  Raises CarrierUnreachable."""


@cache
def carriers() -> Mapping[str, Carrier]:
    """Every carrier by key."""
    from pasar.kernel.registry import discover
    from pasar.market.fulfilment import carriers as folder

    return discover(folder, Carrier)


def carrier_name(key: str, typed: str = "") -> str:
    """What people call a carrier; `typed` for one that is none of ours."""
    known = carriers().get(key)
    return known.name if known else typed or key
