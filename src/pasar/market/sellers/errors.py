from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Forbidden, Invalid


class ApplicationInvalid(Invalid):
    """data: field."""

    code = "application_invalid"


class AlreadySells(Conflict):
    code = "already_sells"
    message = _("You already have a shop here, or your application is being looked at.")


class NotInThatState(Conflict):
    """data: state, the one it is in."""

    code = "not_in_that_state"
    message = _("This was decided in the meantime. Please look again.")


class ReasonNeeded(Invalid):
    code = "reason_needed"
    message = _("Please say why, in words that the seller will read.")


class FourEyes(Forbidden):
    code = "four_eyes"
    message = _("Somebody else has to approve what you proposed.")


class FeeRuleInvalid(Invalid):
    """data: field."""

    code = "fee_rule_invalid"
