"""The form of a scheme: a row for each label, layer and attribute, and what concerns claims."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from annotations import attribute_forms, layer_forms
from annotations.layer_forms import OrderInput
from annotations.scheme_checks import BadScheme
from annotations.scheme_colours import COLOURS, OWN
from annotations.scheme_shape import (
    LENGTHS,
    MOST_GUIDELINES,
    SHORTCUTS,
    LabelShape,
    SchemeShape,
    checked,
)
from newsdesk.accounts.forms import StyledForm

BLANK_ROWS = 2
OWN_COLOUR = "own"
OWN_AT_FIRST = ("#7c4faf", "#cd99ff")
MOST_BYTES = 1_000_000
SAID_ONCE = ("has_claims", "claims_hide_below", "own_voice_hides_below", "guidelines")
"""What a scheme says beside its tables."""
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


class ColourInput(forms.TextInput):
    input_type = "color"


class LabelForm(StyledForm):
    """One label; `key` is empty for a new one, and comes from its name then."""

    key = forms.CharField(max_length=LENGTHS["key"], required=False, widget=forms.HiddenInput)
    name = forms.CharField(max_length=LENGTHS["name"])
    tag = forms.CharField(max_length=LENGTHS["tag"])
    colour = forms.ChoiceField(choices=[*COLOURS.items(), (OWN_COLOUR, "Own …")])
    own_light = forms.CharField(
        required=False, max_length=7, initial=OWN_AT_FIRST[0], widget=ColourInput
    )
    own_dark = forms.CharField(
        required=False, max_length=7, initial=OWN_AT_FIRST[1], widget=ColourInput
    )
    shortcut = forms.ChoiceField(choices=KEYS, required=False, label="Digit")
    layer = forms.CharField(
        max_length=LENGTHS["name"],
        initial="Entities",
        widget=forms.TextInput({"list": "layers", "class": "input"}),
    )
    is_retired = forms.BooleanField(required=False, label="Retired")
    hides_below = PerCentField(label="Hide below, in %")

    def has_changed(self) -> bool:
        """A row that says no name is no label."""
        return bool(self.data.get(self.add_prefix("name"), "").strip()) or bool(
            self.data.get(self.add_prefix("key"))
        )

    @property
    def chosen_colour(self) -> str:
        """One of the palette, or one's own: the two for light and for dark."""
        chosen = self["colour"].value() or next(iter(COLOURS))
        own = f"{self['own_light'].value()}/{self['own_dark'].value()}".lower()
        return own if chosen == OWN_COLOUR else str(chosen)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("colour") == OWN_COLOUR:
            data["colour"] = self.chosen_colour
        return data


class _Labels(_BaseFormSet):
    ordering_widget = OrderInput

    def add_fields(self, form: LabelForm, index: int | None) -> None:
        """Heads of columns are no labels to screen readers."""
        super().add_fields(form, index)
        called = form["name"].value() or "a new label"
        for name, field in form.fields.items():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["aria-label"] = f"{form[name].label} of {called}"


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
    guidelines = forms.CharField(
        required=False,
        strip=False,
        max_length=MOST_GUIDELINES,
        help_text="What annotators should know, in Markdown. They read it beside the article.",
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    seen_number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    confirmed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_guidelines(self) -> str:
        """Browsers end lines with two characters."""
        text: str = self.cleaned_data["guidelines"]
        return text.replace("\r\n", "\n")


class SchemeFileForm(StyledForm):
    file = forms.FileField(label="A scheme as JSON", max_length=200)

    def clean_file(self) -> bytes:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError("This file is too large to be a scheme.")
        data: bytes = self.cleaned_data["file"].read()
        return data


@dataclass(frozen=True, slots=True)
class Rows:
    """The tables of the form."""

    labels: Any
    layers: Any
    attributes: Any

    def are_valid(self) -> bool:
        return all([rows.is_valid() for rows in (self.labels, self.layers, self.attributes)])


def rows_of(shape: SchemeShape) -> Rows:
    """Tables that say what a scheme does."""
    return Rows(
        LabelFormSet(initial=[_initial(label) for label in shape.labels], prefix="labels"),
        layer_forms.rows_of(shape),
        attribute_forms.rows_of(shape),
    )


def rows_in(data: QueryDict, present: SchemeShape) -> Rows:
    """Tables as they were sent, over the scheme that is there."""
    return Rows(
        LabelFormSet(data, prefix="labels"),
        layer_forms.LayerFormSet(data, prefix=layer_forms.PREFIX),
        attribute_forms.rows_in(data, present),
    )


def shape_in(form: SchemeForm, rows: Rows) -> SchemeShape:
    """What valid forms say. Raises BadScheme."""
    if not rows.are_valid():
        raise BadScheme("Some rows say something that cannot be.")
    called = layer_forms.renamed(rows.layers)
    said = [row.cleaned_data for row in rows.labels.ordered_forms if row.has_changed()]
    names = [field.name for field in fields(LabelShape)]
    labels = (LabelShape(**{name: each[name] for name in names}) for each in said)
    shape = SchemeShape(
        tuple(replace(each, layer=called.get(each.layer, each.layer)) for each in labels),
        attributes=attribute_forms.shapes_in(rows.attributes),
        named=layer_forms.shapes_in(rows.layers),
    )
    return checked(replace(shape, **{name: form.cleaned_data[name] for name in SAID_ONCE}))


def _initial(label: LabelShape) -> dict[str, object]:
    own = OWN.fullmatch(label.colour)
    light, dark = (f"#{own[1]}", f"#{own[2]}") if own else OWN_AT_FIRST
    found = {**asdict(label), "own_light": light, "own_dark": dark}
    return {**found, "colour": OWN_COLOUR} if own else found
