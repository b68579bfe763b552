from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid


class UnitsOutOfRange(Invalid):
    code = "units_out_of_range"  # data: most
    message = _("Give a number of pieces from 1 to %(most)s.")


class TooManyLines(Conflict):
    code = "too_many_lines"  # data: most
    message = _("A basket holds up to %(most)s different things. Buy or remove some first.")


class TooManySaved(Conflict):
    code = "too_many_saved"  # data: most
    message = _("You can keep up to %(most)s things for later. Remove some first.")


class NotForSale(Conflict):
    code = "not_for_sale"
    message = _("This is not for sale at the moment.")


class NotEnoughLeft(Conflict):
    code = "not_enough_left"  # data: free
    message = _("Only %(free)s pieces are left.")
