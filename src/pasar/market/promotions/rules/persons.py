"""Who counts as one person, where each may have something so many times."""

import hashlib
import unicodedata

_ALIASES = {"googlemail.com": "gmail.com", "protonmail.com": "proton.me", "pm.me": "proton.me"}
"""Domains whose addresses are the same mailbox as the other's."""


def person_key(*, email: str | None, phone: str | None, customer_id: int) -> str:
    """The key under which a person's uses are counted; it does not tell the address.

    By e-mail: without case, without what follows a plus sign and without dots in the name, whatever the provider: who
    owns a domain can make addresses without end anyway, and nobody has two mailboxes that differ by a dot. By phone for
    those without an e-mail; by the customer for those with neither.
    """
    if email:
        said = f"email:{_mailbox(email)}"
    elif phone:
        said = "phone:" + "".join(letter for letter in phone if letter.isdigit())
    else:
        said = f"customer:{customer_id}"
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def _mailbox(email: str) -> str:
    name, _, domain = unicodedata.normalize("NFKC", email).strip().casefold().rpartition("@")
    domain = domain.rstrip(".")
    bare = name.split("+", 1)[0].replace(".", "")
    # A name of nothing but dots and a tag is kept as it is: it must not be one with every other such.
    return f"{bare or name}@{_ALIASES.get(domain, domain)}"
