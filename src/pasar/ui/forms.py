"""What the surfaces' forms share: fields people know, and refusals shown beside the field they are about."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from pasar.countries import Country
from pasar.countries.formats import parse_phone
from pasar.kernel.errors import Conflict, Invalid

T = TypeVar("T")


class ShopForm(forms.Form):
    """A form that keeps what was typed and says beside each field what to do."""

    use_required_attribute = False

    def attempt(self, operation: Callable[..., T], **asked: Any) -> T | None:
        """Run an operation on a valid form; its refusal becomes an error of this form and None is returned.

        The field is the one that the refusal's `data["field"]` names, or the whole form. What is neither wrong input
        nor a conflict (limits, missing rights) is passed on and becomes a page of its own.
        """
        try:
            return operation(**asked)
        except (Invalid, Conflict) as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: Invalid | Conflict) -> None:
        name = self.field_of(str(refusal.data.get("field", "")))
        self.add_error(name, str(refusal))

    def field_of(self, name: str) -> str | None:
        """The form's field for an operation's name of it."""
        return name if name in self.fields else None


class Target(forms.CharField):
    """An e-mail address, or a phone number of the venture's country in any of its spellings."""

    def __init__(self, *, country: Country, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-mail or phone number"))
        super().__init__(max_length=254, **kwargs)
        self.country = country
        self.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value).strip()
        if not typed:
            return ""
        if "@" in typed:
            typed = typed.lower()
            try:
                validate_email(typed)
            except forms.ValidationError:
                raise forms.ValidationError(_("This does not look like an e-mail address.")) from None
            return typed
        try:
            return parse_phone(typed, self.country)
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from None


class Phone(forms.CharField):
    """A phone number of the venture's country, or one from abroad with its country code; E.164 when cleaned."""

    def __init__(self, *, country: Country, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.country = country
        self.widget.input_type = "tel"
        self.widget.attrs |= {"autocomplete": "tel", "inputmode": "tel"}

    def clean(self, value: Any) -> str:
        typed = super().clean(value).strip()
        if not typed:
            return ""
        try:
            return parse_phone(typed, self.country)
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from None


def password_field(label: Any = None, **kwargs: Any) -> forms.CharField:
    """A password field; autocomplete: `current-password` unless said otherwise."""
    complete = kwargs.pop("autocomplete", "current-password")
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label or _("Password"), max_length=128, strip=False, widget=widget, **kwargs)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing while the page is only looked at. An empty form that was sent is bound too."""
    return request.POST if request.method == "POST" else None


def form_page(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """The page of a form; 422 when it comes back with errors."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Where the visitor wanted to go, if that is a page of ours; else `fallback`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    fine = wanted.startswith(("/", "http")) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if fine and len(wanted) <= 2000 else fallback
