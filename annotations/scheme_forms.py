"""The form of a scheme: a row for each label, and whether claims are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from annotations.scheme_shape import (
    COLOURS,
    LENGTHS,
    SHORTCUTS,
    BadScheme,
    LabelShape,
    SchemeShape,
    checked,
)
from newsdesk.accounts.forms import StyledForm

BLANK_ROWS = 2
MOST_BYTES = 1_000_000
KEYS = [("", "–"), *((each, each.replace("shift+", "⇧")) for each in SHORTCUTS)]


if TYPE_CHECKING:
    _BaseFormSet = forms.BaseFormSet["LabelForm"]
else:
    _BaseFormSet = forms.BaseFormSet


class PerCentField(forms.IntegerField):
    """A score from 0 to 1, written in per cent; empty is 0."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return round(value * 100) or None if isinstance(value, float) else value

    def clean(self, value: Any) -> float:
        return (super().clean(value) or 0) / 100


class LabelForm(StyledForm):
    """One label; `key` is empty for a new one, and comes from its name then."""

    key = forms.CharField(max_length=LENGTHS["key"], required=False, widget=forms.HiddenInput)
    name = forms.CharField(max_length=LENGTHS["name"])
    tag = forms.CharField(max_length=LENGTHS["tag"])
    colour = forms.ChoiceField(choices=list(COLOURS.items()))
    shortcut = forms.ChoiceField(choices=KEYS, required=False, label="Key")
    layer = forms.CharField(max_length=LENGTHS["name"], initial="Entities")
    is_retired = forms.BooleanField(required=False, label="Retired")
    hides_below = PerCentField(label="Hide below, in %")

    def has_changed(self) -> bool:
        """A row that says no name is no label."""
        return bool(self.data.get(self.add_prefix("name"), "").strip()) or bool(
            self.data.get(self.add_prefix("key"))
        )


class _OrderInput(forms.NumberInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "input", "min": 1, **(attrs or {})})


class _Labels(_BaseFormSet):
    ordering_widget = _OrderInput


LabelFormSet = forms.formset_factory(
    LabelForm,
    formset=_Labels,
    extra=BLANK_ROWS,
    can_order=True,
    can_delete=True,
    max_num=100,
    absolute_max=100,
)


class SchemeForm(StyledForm):
    has_claims = forms.BooleanField(
        required=False, label="Claims are marked", help_text="Who said what, through whom."
    )
    claims_hide_below = PerCentField(
        label="Hide claims below, in %", help_text="Suggested claims of a lower score are hidden."
    )
    own_voice_hides_below = PerCentField(
        label="Hide the article’s own claims below, in %",
        help_text="Those that nobody but the article makes; they are scored otherwise.",
    )
    seen_number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    confirmed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class SchemeFileForm(StyledForm):
    file = forms.FileField(label="A scheme as JSON", max_length=200)

    def clean_file(self) -> bytes:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError("This file is too large to be a scheme.")
        data: bytes = self.cleaned_data["file"].read()
        return data


def rows_of(shape: SchemeShape) -> list[dict[str, object]]:
    """What the rows of a form start with."""
    names = LabelForm.base_fields
    return [{name: getattr(label, name) for name in names} for label in shape.labels]


def shape_in(form: SchemeForm, rows: Any) -> SchemeShape:
    """What valid forms say. Raises BadScheme."""
    if not rows.is_valid():
        raise BadScheme("Some rows say something that cannot be.")
    said = [row.cleaned_data for row in rows.ordered_forms if row.has_changed()]
    names = LabelForm.base_fields
    labels = tuple(LabelShape(**{name: each[name] for name in names}) for each in said)
    said_of_claims = ("has_claims", "claims_hide_below", "own_voice_hides_below")
    return checked(SchemeShape(labels, *(form.cleaned_data[name] for name in said_of_claims)))
