from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Forbidden, Invalid


class PromotionInvalid(Invalid):
    """data: field."""

    code = "promotion_invalid"


class CodeTaken(Conflict):
    code = "code_taken"
    message = _("Another promotion has this code, or had it.")


class UnknownCode(Invalid):
    """data: field."""

    code = "unknown_code"
    message = _("We know no such code. Please look at it once more.")


class PromotionOver(Conflict):
    code = "promotion_over"
    message = _("This offer has ended.")


class VouchersGone(Conflict):
    code = "vouchers_gone"
    message = _("All of these vouchers have been used.")


class NothingToCollect(Conflict):
    code = "nothing_to_collect"
    message = _("This offer applies by itself. There is nothing to collect.")


class StackingRuleInvalid(Invalid):
    """data: field."""

    code = "stacking_rule_invalid"


class FourEyes(Forbidden):
    code = "four_eyes"
    message = _("Somebody else has to approve what you proposed.")
