"""What a shop's people change about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pasar.countries import Country
from pasar.seller import places
from pasar.ui.forms import Phone, ShopForm, Target, password_field


class ShopLookForm(ShopForm):
    """How the shop looks, and when it sells."""

    name = forms.CharField(label=_("Name"), max_length=80, min_length=3)
    tagline = forms.CharField(
        label=_("In one line"), max_length=120, required=False, help_text=_("What one finds at your shop.")
    )
    description = forms.CharField(
        label=_("About the shop"), max_length=3_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    dispatch_days = forms.IntegerField(
        label=_("Working days until you hand over"), min_value=0, max_value=30,
        help_text=_("Customers are promised a delivery day by it. 0: the same day."),
    )  # fmt: skip
    logo = forms.FileField(
        label=_("Logo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    banner = forms.FileField(
        label=_("Banner"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("A wide picture, such as 1200 × 400."),
    )  # fmt: skip
    remove_banner = forms.BooleanField(label=_("Remove the banner"), required=False)
    paused = forms.BooleanField(
        label=_("On holiday"),
        required=False,
        help_text=_("Nobody can order until you are back. Orders you have go on."),
    )


class WarehouseForm(ShopForm):
    """Where parcels leave from."""

    def __init__(self, *args: Any, country: Country, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Name on the label"), max_length=120)
        self.fields["phone"] = Phone(country=country, label=_("Phone number for the carrier"))
        places.add_fields(self, country, language)

    def field_of(self, name: str) -> str | None:
        return super().field_of("area" if name == "area_code" else name)


class AccountForm(ShopForm):
    """Where the money goes; the password shows that it is really them."""

    def __init__(self, *args: Any, country: Country, asks_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank_code"] = forms.ChoiceField(
            label=_("Bank"), choices=[("", _("Choose")), *((bank.code, bank.name) for bank in country.banks)]
        )
        self.fields["number"] = forms.CharField(
            label=_("Account number"), max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )  # fmt: skip
        self.fields["holder"] = forms.CharField(label=_("Account holder"), max_length=140)
        if asks_password:
            self.fields["password"] = password_field(_("Your password, so that we know it is you"))


class MemberForm(ShopForm):
    """Somebody who is to work in the shop."""

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"] = Target(country=country, label=_("Their e-mail or phone number"))


class ReplyForm(ShopForm):
    reply = forms.CharField(
        label=_("Your answer"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
