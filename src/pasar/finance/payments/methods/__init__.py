"""The interface of a payment method: what a customer chooses. Each child declares its
`adapter = PaymentMethod(key=<its name>, …)`.

Which methods a country offers, and in which order, is in its folder; who runs a method for us is a provider.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from django.utils.functional import Promise

Kind = Literal["instant", "provider", "cash"]


@dataclass(frozen=True)
class PaymentMethod:
    """How a purchase is paid.

    kind: `instant` moves money when the purchase is placed; at `provider` it waits for the provider's word until its
    time is over; `cash` is collected at the door.
    """

    key: str
    kind: Kind
    name: str | Promise
    hint: str | Promise
    """One line below the name, where it is chosen."""
    icon: str
    provider: str = ""
    """Key under `payments/providers`, for kind `provider`."""
    refunds_to: Literal["wallet", "source"] = "wallet"
    """Where money goes back to when an order paid so is cancelled."""
    tops_up: bool = False
    """Whether wallets are topped up by it."""
    limits: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Least and most of one payment in minor units, by currency; absent: no limit of the method's own."""


@cache
def methods() -> Mapping[str, PaymentMethod]:
    """Every payment method by key."""
    from pasar.finance.payments import methods as folder
    from pasar.kernel.registry import discover

    return discover(folder, PaymentMethod)


def provider_methods() -> frozenset[str]:
    """Keys of the methods at which a purchase waits for a provider's word."""
    return frozenset(key for key, method in methods().items() if method.kind == "provider")
