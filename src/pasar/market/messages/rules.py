"""What a message may carry, when it is tried again, and by which channels it goes."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pasar.kernel.texts import one_line

INBOX = "inbox"
MOST_TRIES = 8

_LINK = re.compile(r"(?i)\b(?:https?|ftp)://|\bwww\.|\bmailto:")
_CODE = re.compile(r"\[\[code:(\d{1,18})\]\]")


def wait(tries: int) -> timedelta:
    """How long after the n-th failed try the next one waits: 30 s, doubling, at most 6 hours."""
    return min(timedelta(seconds=30) * (1 << max(tries - 1, 0)), timedelta(hours=6))


def tame(value: Any) -> Any:
    """Context as it may stand in a mail of ours: single lines, and no links that somebody typed into a name.

    A shop called "free vouchers at https://…" must not send strangers there in our name.
    """
    if isinstance(value, str):
        return _LINK.sub("", one_line(value, 500))
    if isinstance(value, Mapping):
        return {str(key): tame(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [tame(each) for each in value]
    return value


def code_mark(code_id: int) -> str:
    """What stands in a stored text where a one-time code will be put in."""
    return f"[[code:{code_id}]]"


def code_ids(text: str) -> list[int]:
    """The codes that a stored text waits for."""
    return [int(each) for each in _CODE.findall(text)]


def fill_codes(text: str, codes: Mapping[int, str]) -> str:
    """A stored text with its codes put in; one that ran out shows as dashes."""
    return _CODE.sub(lambda found: codes.get(int(found[1])) or "––––––", text)


def split(rendered: str) -> tuple[str, str]:
    """(subject, body) of a rendered template: its first line, and what follows the empty line after it."""
    subject, _, body = rendered.strip().partition("\n")
    return one_line(subject, 200), re.sub(r"\n{3,}", "\n\n", body.strip())
