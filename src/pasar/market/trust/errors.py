from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid


class ReportInvalid(Invalid):
    """data: field."""

    code = "report_invalid"
    message = _("Please say what is wrong with this listing.")


class AlreadyDecided(Conflict):
    code = "already_decided"
    message = _("Somebody has decided on this report already.")
