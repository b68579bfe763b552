"""A form for terms that something declares, so that a new kind of thing with terms of its own needs no new form.

What is typed as `12.500` or `7,5` becomes minor units and basis points; what the terms mean together is the business of
who declared them, whose refusal comes back to the field that it names.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pasar.countries import Country
from pasar.kernel.errors import Invalid
from pasar.ui.amounts import shown_bps, shown_major, typed_bps, typed_minor
from pasar.ui.forms import ShopForm

Choices = Sequence[tuple[Any, str]]
MOST_ROWS = 20
MOST_UNITS = 999
ROOM = 2
"""Empty rows offered below the filled ones."""
MORE = "more"
"""Name of the button that only asks for more rows; its value is the term."""
_ID = re.compile(r"(?:.*?-)?([0-9]{1,18})/?", re.ASCII)


class Declared(Protocol):
    """A term as it is declared: which shape it has decides how it is asked for."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def shape(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def least(self) -> int: ...
    @property
    def columns(self) -> Sequence["Declared"]: ...


@dataclass(frozen=True)
class Part:
    """One term on the page: a field, or rows of fields."""

    field: BoundField
    """Of rows, the one that carries what is wrong with them as a whole."""
    key: str = ""
    label: Any = ""
    rows: Sequence[Sequence[BoundField]] = ()
    full: bool = False


class TypedField(forms.CharField):
    """Text that stands for a number: None when left empty."""

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
        super().__init__(max_length=30, widget=widget, **kwargs)
        self.least = least

    def read(self, typed: str) -> int:
        raise NotImplementedError

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value).strip()
        if not typed:
            return None
        try:
            number = self.read(typed)
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if number < self.least:
            raise forms.ValidationError(_("Please give more than nothing."))
        return number


class AmountField(TypedField):
    """An amount in major units as people there write it; minor units when cleaned."""

    def __init__(self, *, country: Country, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.country = country
        self.label = f"{self.label} ({country.symbol})"

    def read(self, typed: str) -> int:
        return typed_minor(typed, self.country)

    def prepare_value(self, value: Any) -> Any:
        return shown_major(value, self.country) if isinstance(value, int) else value


class RateField(TypedField):
    """A percentage; basis points when cleaned."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.label = f"{self.label} (%)"

    def read(self, typed: str) -> int:
        bps = typed_bps(typed)
        if bps > 10_000:
            raise Invalid(_("A percentage is 100 at most."))
        return bps

    def prepare_value(self, value: Any) -> Any:
        return shown_bps(value) if isinstance(value, int) else value


class IdsField(forms.CharField):
    """Things by their numbers or the addresses of their pages, one a line or with commas between."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)
        self.help_text = _("Their numbers or the addresses of their pages, one a line.")

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[int]:
        typed = [part for part in re.split(r"[\s,;]+", super().clean(value)) if part]
        found = [_ID.fullmatch(part.partition("?")[0]) for part in typed]
        if not all(found):
            raise forms.ValidationError(_("Please give numbers or addresses of pages."))
        return [int(each[1]) for each in found if each]


class IdChoice(forms.TypedChoiceField):
    """One thing out of a list; None when none is chosen."""

    def __init__(self, choices: Choices, **kwargs: Any) -> None:
        super().__init__(choices=[("", "–"), *choices], coerce=int, empty_value=None, **kwargs)


class TermsForm(ShopForm):
    """Fields `term-<key>`, and `term-<key>-<row>-<column>` for what comes in rows.

    choices: by term, what there is to choose from; without them ids are typed. folded: terms that few people need,
    which a page may keep shut until one of them is filled in.
    """

    declared: Sequence[Declared] = ()

    def __init__(
        self,
        data: Any = None,
        *,
        country: Country,
        declared: Sequence[Declared],
        choices: Mapping[str, Choices],
        terms: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        folded: Collection[str] = (),
    ) -> None:
        self.folded = folded
        self.asks_more = data is not None and MORE in data
        super().__init__(None if self.asks_more else data, initial=dict(initial or {}))
        self.country, self.declared, self.choices = country, declared, choices
        self._rows: dict[str, list[list[str]]] = {}
        kept = terms or {}
        for each in declared:
            if each.shape == "rows":
                self._add_rows(each, kept.get(each.key, ()), data)
            else:
                self.fields[f"term-{each.key}"] = self._field(each, kept.get(each.key))
                self.initial.setdefault(f"term-{each.key}", kept.get(each.key))
        if self.asks_more:
            # As typed, and not judged yet: whoever asks for more rows has not finished.
            for name, field in self.fields.items():
                self.initial[name] = field.widget.value_from_datadict(data, {}, name)

    @property
    def is_saving(self) -> bool:
        return self.is_bound and not self.asks_more

    def _field(self, each: Declared, kept: Any, *, required: bool | None = None) -> forms.Field:
        must = each.required if required is None else required
        told: dict[str, Any] = {"label": each.label, "required": must}
        match each.shape:
            case "minor":
                return AmountField(country=self.country, least=each.least, **told)
            case "rate_bps":
                return RateField(least=each.least, **told)
            case "units":
                return forms.IntegerField(min_value=each.least, max_value=MOST_UNITS, **told)
            case "yes":
                return forms.BooleanField(**told | {"required": False})
            case "id" if self._offered(each) is None:
                return forms.IntegerField(min_value=1, **told)
            case "id":
                return IdChoice(self._known(each, (kept,)), **told)
            case "ids" if self._offered(each) is None:
                return IdsField(**told)
            case _:
                read = int if each.shape == "ids" else str
                return forms.TypedMultipleChoiceField(
                    choices=self._known(each, kept or ()), coerce=read, empty_value=[],
                    widget=forms.CheckboxSelectMultiple, **told,
                )  # fmt: skip

    def _offered(self, each: Declared) -> Choices | None:
        """What there is to choose from: `listings` are those of `listing_ids` and `get_listings` too."""
        named = (name for name in self.choices if name.removesuffix("s") in each.key)
        return next((self.choices[name] for name in named), None)

    def _known(self, each: Declared, kept: Sequence[Any]) -> Choices:
        """What there is to choose from, and what was chosen before even if it is not offered any more."""
        offered = self._offered(each) or ()
        there = {value for value, _label in offered}
        return [*offered, *((value, f"№ {value}") for value in kept if value and value not in there)]

    def _add_rows(self, each: Declared, kept: Sequence[Mapping[str, Any]], data: Any) -> None:
        shown = len(kept) + ROOM
        if data is not None:
            sent = [
                int(found[1]) for name in data if (found := re.match(rf"term-{each.key}-(\d{{1,2}})-", name))
            ]
            shown = max([shown, *(n + 1 for n in sent)]) + (ROOM if data.get(MORE) == each.key else 0)
        # Never sent: it carries what is wrong with the rows as a whole.
        self.fields[f"term-{each.key}"] = forms.CharField(required=False, widget=forms.HiddenInput)
        names: list[list[str]] = []
        for n in range(min(shown, MOST_ROWS)):
            row = kept[n] if n < len(kept) else {}
            names.append([])
            for column in each.columns:
                name = f"term-{each.key}-{n}-{column.key}"
                value = row.get(column.key)
                self.fields[name] = self._field(
                    column, value if column.shape == "id" else value or (), required=False
                )
                self.initial.setdefault(name, value)
                names[-1].append(name)
        self._rows[each.key] = names

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for each in self.declared:
            for names in self._rows.get(each.key, ()):
                filled = [name for name in names if cleaned.get(name) not in (None, "", [])]
                for name, column in zip(names, each.columns, strict=True):
                    if filled and column.required and name not in filled and name not in self.errors:
                        self.add_error(name, _("Please fill this in."))
        return cleaned

    def terms(self) -> dict[str, Any]:
        """The terms that were filled in, in the declared shapes."""
        found: dict[str, Any] = {}
        for each in self.declared:
            if each.shape == "rows":
                rows = [
                    {
                        column.key: value
                        for name, column in zip(names, each.columns, strict=True)
                        if (value := self.cleaned_data.get(name)) not in (None, "", [])
                    }
                    for names in self._rows[each.key]
                ]
                value = [row for row in rows if row]
            else:
                value = self.cleaned_data.get(f"term-{each.key}")
            if value not in (None, "", [], False):
                found[each.key] = value
        return found

    def field_of(self, name: str) -> str | None:
        return f"term-{name}" if f"term-{name}" in self.fields else super().field_of(name)

    def parts(self) -> Iterator[Part]:
        """The terms in the order in which they were declared, for the template `ui/terms.html`."""
        return self._parts(each for each in self.declared if each.key not in self.folded)

    def folded_parts(self) -> Iterator[Part]:
        return self._parts(each for each in self.declared if each.key in self.folded)

    @property
    def folds_open(self) -> bool:
        """Whether something is filled in, or wrong, among the folded ones."""
        return any(part.field.errors or part.field.value() for part in self.folded_parts())

    def _parts(self, declared: Iterable[Declared]) -> Iterator[Part]:
        for each in declared:
            field = self[f"term-{each.key}"]
            if each.shape != "rows":
                yield Part(field)
                continue
            rows = [[self[name] for name in names] for names in self._rows[each.key]]
            yield Part(field, each.key, each.label, rows, len(rows) >= MOST_ROWS)
