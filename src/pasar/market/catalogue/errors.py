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


MESSAGES = {
    "required": _("Please fill this in."),
    "too_long": _("This is too long."),
    "too_many": _("That is more than 12 pictures."),
    "language": _("This market does not use this language."),
    "category": _("Please choose a category down to its last level."),
    "count": _("A listing has from 1 to 100 variants."),
    "axes": _("Variants may differ in up to three things, each with a name."),
    "options": _("Say for every variant what it is, in up to 60 letters."),
    "twice": _("This is there twice."),
    "price": _("Give a price above zero, in the country's smallest step, and below the price before."),
    "weight": _("Give the packed weight, from 1 g to 1,000 kg."),
    "size": _("Give length, width and height of the packed unit, from 1 cm to 10 m."),
}
"""What a form says beside a field, by the code of `rules.problems`."""
