from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid


class NotPossible(Conflict):
    """The order is not (or no longer) where this can be done, or not by who asked."""

    code = "not_possible"  # data: verb, status
    message = _("This cannot be done with the order as it is now. Look at its latest state.")


class AlreadyExtended(Conflict):
    code = "already_extended"
    message = _("The time to confirm can be extended once only.")


class UnknownLine(Invalid):
    code = "unknown_line"
    message = _("Some of these goods are not part of the order.")
