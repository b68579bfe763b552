"""Forms about an order: why it is given up, and what it was like."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pasar.ui.forms import ShopForm

MOST_PICTURES = 5

REASONS = [
    ("changed_mind", _("I changed my mind")),
    ("wrong_address", _("The address is wrong")),
    ("ordered_twice", _("I ordered it twice")),
    ("found_cheaper", _("I found it elsewhere")),
    ("takes_too_long", _("It takes too long")),
]

STARS = [
    ("5", _("Very good")), ("4", _("Good")), ("3", _("All right")), ("2", _("Not so good")), ("1", _("Bad")),
]  # fmt: skip


class CancelForm(ShopForm):
    reason = forms.ChoiceField(label=_("Why?"), choices=REASONS, widget=forms.RadioSelect)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Pictures(forms.FileField):
    """Several pictures; what is one is decided where they are made anew."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_PICTURES:
            raise forms.ValidationError(_("Up to five pictures, please."))
        return [super(Pictures, self).clean(each, initial) for each in files]


class ReviewForm(ShopForm):
    """Stars, and if they like some words and pictures."""

    rating = forms.ChoiceField(
        label=_("How is it?"), choices=STARS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose from one star to five.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("What should others know?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    pictures = Pictures(
        label=_("Pictures"), required=False,
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
    )  # fmt: skip
