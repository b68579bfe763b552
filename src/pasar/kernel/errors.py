"""What can be refused, and how a surface shows it.

    PasarError
    ├── Invalid      422   what was sent cannot be accepted; data names the fields
    ├── SignInNeeded 401
    ├── Forbidden    403   known person, not allowed
    ├── NotFound     404   not there, or not yours: the two look the same
    ├── Conflict     409   true when asked, no longer true (stock, price, state)
    ├── TooMany      429   data: retry_after_s
    └── Unavailable  503   data: retry_after_s

A package's error subclasses one of these with a stable `code`, a translated `message` and named `data`.
One middleware turns them into a page, an htmx fragment or JSON; views hold no try/except.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PasarError(Exception):
    """Something was refused whole; nothing has changed."""

    status = 400
    code = "refused"
    message: str | Promise = _("That did not work. Nothing was changed.")

    def __init__(self, message: str | Promise | None = None, **data: Any) -> None:
        self.data = data
        if message is not None:
            self.message = message
        super().__init__(self.code, data)

    def __str__(self) -> str:
        text = str(self.message)
        try:
            return text % self.data if self.data else text
        except (KeyError, TypeError, ValueError):
            return text


class Invalid(PasarError):
    status = 422
    code = "invalid"
    message = _("Something in the form needs another look.")


class SignInNeeded(PasarError):
    status = 401
    code = "sign_in_needed"
    message = _("Please sign in first.")


class Forbidden(PasarError):
    status = 403
    code = "forbidden"
    message = _("You may not do this.")


class NotFound(PasarError):
    status = 404
    code = "not_found"
    message = _("We could not find that.")


class Conflict(PasarError):
    status = 409
    code = "conflict"
    message = _("Things changed in the meantime. Please look again.")


class TooMany(PasarError):
    status = 429
    code = "too_many"
    message = _("Too many tries. Please wait a moment.")


class Unavailable(PasarError):
    status = 503
    code = "unavailable"
    message = _("This is busy right now. Please try again shortly.")
