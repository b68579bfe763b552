"""Account numbers and states: arithmetic only."""

import re
from collections.abc import Collection

_NUMBER = re.compile(r"[0-9A-Z]{5,34}", re.ASCII)
_SEPARATORS = re.compile(r"[\s.\-]+")


def account_number(typed: str) -> str:
    """A bank account number without the separators people type, or '' for what is none."""
    number = _SEPARATORS.sub("", typed).upper()
    return number if _NUMBER.fullmatch(number) and any(digit.isdigit() for digit in number) else ""


def masked(number: str) -> str:
    """The last four digits behind dots, never more than half of a number."""
    shown = min(4, len(number) // 2)
    return "••••" + number[len(number) - shown :]


def batch_state(states: Collection[str]) -> str:
    """to_send while any payout is, then sent until every one has ended."""
    if "to_send" in states:
        return "to_send"
    return "sent" if "sent" in states else "done"
