from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid


class SignInRefused(Invalid):
    """Somebody unknown, a wrong password, an account switched off: it never says which."""

    code = "sign_in_refused"
    message = _("These do not fit together. Check the e-mail or phone number and the password.")


class CodeRefused(Invalid):
    """Wrong, used, too old, or tried too often."""

    code = "code_refused"
    message = _("This code is not right, or no longer valid. You can ask for a new one.")


class TargetInvalid(Invalid):
    code = "target_invalid"
    message = _("Please give an e-mail address or a phone number that reaches you.")


class TargetTaken(Conflict):
    """Told only to somebody who has shown that the address is theirs."""

    code = "target_taken"
    message = _("You already have an account. Sign in, or set a new password.")


class PasswordWeak(Invalid):
    code = "password_weak"
    message = _(
        "Please choose a longer or less common password, of at least 8 characters and not only digits."
    )


class TooManyAddresses(Conflict):
    code = "too_many_addresses"
    message = _("Your address book is full. Remove an address that you no longer need.")
