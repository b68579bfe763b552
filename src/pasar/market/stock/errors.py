from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid


class OutOfStock(Conflict):
    code = "out_of_stock"  # data: missing = units lacking per SKU
    message = _("Not enough pieces are left.")


class BelowReserved(Conflict):
    code = "below_reserved"  # data: reserved = units held for orders, per SKU
    message = _("Orders already hold more pieces than that. Cancel or ship them first.")


class UnitsOutOfRange(Invalid):
    code = "units_out_of_range"  # data: most
    message = _("Give a number of pieces from 0 to %(most)s.")
