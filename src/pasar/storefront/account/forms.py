"""Forms of signing up and in, of the person, and of what is typed when a code has come."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from pasar.countries import Country
from pasar.ui.forms import Phone, ShopForm, Target, password_field

CODE_WIDGET = {
    "autocomplete": "one-time-code", "inputmode": "numeric", "pattern": "[0-9]*", "class": "code-input",
}  # fmt: skip


class SignInForm(ShopForm):
    """With a password, or with a code sent to the same address: then the password stays empty."""

    def __init__(self, *args: Any, country: Country, with_code: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"] = Target(country=country)
        self.fields["password"] = password_field(required=not with_code)


class SignUpForm(ShopForm):
    """The name and where the code goes; the password is chosen once the code has proved the address."""

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = name_field()
        self.fields["target"] = Target(country=country)


class ResetForm(ShopForm):
    """Whose password was forgotten."""

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"] = Target(country=country)


class CodeForm(ShopForm):
    """The code that came, and a new password where one is to be chosen."""

    code = forms.CharField(label=_("Code"), max_length=12, widget=forms.TextInput(attrs=CODE_WIDGET))

    def __init__(self, *args: Any, new_password: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if new_password:
            self.fields["password"] = password_field(
                _("Choose a password"), autocomplete="new-password", help_text=_("At least 8 characters.")
            )

    def clean_code(self) -> str:
        digits = "".join(str(int(each)) for each in self.cleaned_data["code"] if each.isdecimal())
        if not digits:
            raise forms.ValidationError(_("Type the digits of the code from our message."))
        return digits

    def clean_password(self) -> str:
        return checked_password(self.cleaned_data["password"])


class ProfileForm(ShopForm):
    """Name and the language that messages come in."""

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = name_field()
        self.fields["language"] = forms.ChoiceField(label=_("Language of our messages"), choices=languages)


class Proving(ShopForm):
    """Asks for the present password before something changes that an account hangs on."""

    def refuse(self, refusal: Any) -> None:
        if refusal.data.get("field") == "password":
            self.add_error("password", _("This is not your present password."))
        else:
            super().refuse(refusal)


class PasswordForm(Proving):
    """A new password, by the old one."""

    password = password_field(_("Present password"))
    new = password_field(
        _("New password"), autocomplete="new-password", help_text=_("At least 8 characters.")
    )

    def clean_new(self) -> str:
        return checked_password(self.cleaned_data["new"])


class ContactForm(Proving):
    """Another e-mail address or phone number; it counts once the code sent there has come back."""

    def __init__(self, *args: Any, country: Country, asks_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"] = Target(country=country, label=_("New e-mail or phone number"))
        if asks_password:
            self.fields["password"] = password_field(_("Your password, so that we know it is you"))


class DeleteForm(ShopForm):
    """The person says that they mean it."""

    sure = forms.BooleanField(label=_("Yes, delete my account for good"))


class AddressForm(ShopForm):
    """An address as the country writes it. The place is chosen step by step beside it (`areas.Chain`)."""

    def __init__(self, *args: Any, country: Country, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form = country.address
        self.fields["recipient"] = name_field(_("Who receives it"))
        self.fields["phone"] = Phone(country=country, label=_("Their phone number"))
        for part in form.fields:
            if part == "area":
                # Never sent: it carries what is wrong with the place chosen.
                self.fields[part] = forms.CharField(required=False, widget=forms.HiddenInput)
                continue
            labels = form.labels.get(part, {})
            known = part == "postcode" and form.postcode_known_by_area
            self.fields[part] = forms.CharField(
                label=labels.get(language) or labels.get("en") or part,
                max_length=10 if part == "postcode" else 200,
                required=part in form.required,
                help_text=_("Filled in from the place if you leave it empty.") if known else "",
                widget=forms.TextInput(attrs=_hints(part, form.examples.get(part, ""))),
            )
        self.fields["is_default"] = forms.BooleanField(label=_("Use this address first"), required=False)

    def field_of(self, name: str) -> str | None:
        return super().field_of("area" if name == "area_code" else name)


def _hints(part: str, example: str) -> dict[str, str]:
    complete = {"postcode": "postal-code", "line1": "address-line1", "line2": "address-line2"}.get(
        part, "off"
    )
    hints = {"autocomplete": complete, "placeholder": example}
    return hints | {"inputmode": "numeric"} if part == "postcode" else hints


def name_field(label: Any = None) -> forms.CharField:
    """One name, of one word or many: nobody is made to have two."""
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return forms.CharField(label=label or _("Your name"), max_length=120, widget=widget)


def checked_password(chosen: str) -> str:
    """A password that is not among the easily guessed ones; ValidationError says why not."""
    password_validation.validate_password(chosen)
    return chosen
