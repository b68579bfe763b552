from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid


class NotReceived(Conflict):
    code = "not_received"
    message = _("You can review things once they have arrived.")


class ReviewedAlready(Conflict):
    code = "reviewed_already"
    message = _("You have reviewed this already.")


class RatingNeeded(Invalid):
    code = "rating_needed"  # data: field
    message = _("Choose from one to five stars.")


class TooLong(Invalid):
    code = "too_long"  # data: field, most
    message = _("Use up to %(most)s letters.")


class TooManyPictures(Invalid):
    code = "too_many_pictures"  # data: field, most
    message = _("Add up to %(most)s pictures.")
