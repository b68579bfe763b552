from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid


class DraftInvalid(Invalid):
    code = "draft_invalid"  # data: fields = message by field
    message = _("Something in the listing needs another look.")


class SkuTaken(Conflict):
    code = "sku_taken"  # data: seller_sku
    message = _("Your shop already uses the code %(seller_sku)s. Every variant needs its own.")


class NotPublishable(Conflict):
    code = "not_publishable"  # data: missing = list of picture, price, sku, category
    message = _("The listing needs at least a picture, a category and a price before it can be published.")


class TakenDown(Conflict):
    code = "taken_down"
    message = _("The market has taken this listing down. Please contact us before you publish it again.")


class WordsForbidden(Invalid):
    code = "words_forbidden"  # data: words
    message = _("These words are not allowed in a listing: %(words)s")


class PriceInvalid(Invalid):
    code = "price_invalid"  # data: sku_id, step_minor
    message = _("The price must be more than zero, in the country's price steps, and below the price before.")
