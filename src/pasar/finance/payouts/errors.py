from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid


class BadAccount(Invalid):
    code = "bad_account"  # data: field
    message = _("Choose your bank, and type the account number and its holder as the bank has them.")


class NothingDue(Conflict):
    code = "nothing_due"
    message = _("No statement is waiting to be paid out.")
