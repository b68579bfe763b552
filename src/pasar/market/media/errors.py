from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Invalid


class PictureRefused(Invalid):
    """data: field is `picture`."""

    code = "picture_refused"


class PictureTooLarge(PictureRefused):
    code = "picture_too_large"
    message = _("This file is too large. A picture may have up to 10 MB.")


class PictureOfWrongKind(PictureRefused):
    code = "picture_wrong_kind"
    message = _("Please send a photo as JPEG, PNG or WebP.")


class PictureTooWide(PictureRefused):
    code = "picture_too_wide"
    message = _("This picture has too many pixels. Up to 40 million are fine, such as 8,000 × 5,000.")


class PictureTooSmall(PictureRefused):
    code = "picture_too_small"
    message = _("This picture is too small. Please send one of at least 50 × 50 pixels.")


class PictureBroken(PictureRefused):
    code = "picture_broken"
    message = _("This picture cannot be opened. Please save it anew, or take another one.")
