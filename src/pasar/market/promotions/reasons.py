"""Why a voucher was not used, in words: the texts of the stable codes in `shapes.Unused.reason_code`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: Mapping[str, str | Promise] = {
    "not_collected": _("You have not collected this voucher yet."),
    "not_chosen": _("You chose not to use it."),
    "not_yet": _("It can be used later."),
    "over": _("It has ended."),
    "quota_gone": _("All of these have been used."),
    "budget_gone": _("What was set aside for this offer is used up."),
    "used_up": _("You have used it as often as one person can."),
    "person_unknown": _("Please look at your purchase once more before you place it."),
    "new_customers_only": _("It is for a first purchase."),
    "method": _("It goes with another way to pay."),
    "nothing_fits": _("Nothing in this purchase is part of the offer."),
    "minimum": _("The purchase is below the minimum spend."),
    "better_deal": _("Another offer on these goods saves you more."),
    "deal_incomplete": _("The goods for this offer are not complete."),
    "better_combination": _("It does not go with vouchers that save you more."),
    "not_in_country": _("Vouchers of this sort are not in use here."),
    "no_effect": _("There is nothing left that it could take off."),
}
