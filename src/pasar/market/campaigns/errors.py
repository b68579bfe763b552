from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid, TooMany


class WindowInvalid(Invalid):
    code = "window_invalid"
    message = _("It must end after it begins, and begin in the future.")


class TermsInvalid(Invalid):
    code = "terms_invalid"  # data: field
    message = _("Give a cut from 1 to 90 percent, and days from 1 to 90.")


class SlotsOverlap(Conflict):
    code = "slots_overlap"
    message = _("Another flash sale of this venture runs at that time.")


class Closed(Conflict):
    code = "entry_closed"
    message = _("The time for entering has passed.")


class PriceNotACut(Invalid):
    code = (
        "price_not_a_cut"  # data: sku_id, reason, reference_minor, most_minor (None: no price would do yet)
    )
    message = _("That price is not low enough below what it cost lately.")


class UnitsInvalid(Invalid):
    code = "flash_units_invalid"  # data: most
    message = _("Give a number of pieces from 1 to %(most)s, and a limit for each customer within it.")


class NotEnoughStock(Conflict):
    code = "flash_not_in_stock"  # data: free
    message = _("Only %(free)s pieces are free. Nominate fewer, or restock first.")


class AlreadyEntered(Conflict):
    code = "already_entered"
    message = _("This variant is entered already.")


class AlreadyDecided(Conflict):
    code = "already_decided"
    message = _("This was decided already.")


class SoldOut(Conflict):
    code = "flash_gone"
    message = _("All pieces of this flash sale are gone.")


class NotRunning(Conflict):
    code = "flash_not_running"
    message = _("This flash sale is not running now.")


class TooManyOnDevice(TooMany):
    code = "flash_device"
    message = _("Others have queued from this device already.")
