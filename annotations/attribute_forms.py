"""The rows of a scheme's form that are about attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from annotations.attribute_shape import (
    CHOICE,
    CLAIMS,
    KINDS,
    LAYER,
    LONGEST_NAME,
    MOST_EVER,
    AttributeShape,
    OptionShape,
    options_in,
)
from annotations.layer_forms import OrderInput
from annotations.scheme_shape import SchemeShape
from newsdesk.accounts.forms import StyledForm

PREFIX = "attributes"
Choices = list[tuple[str, str | list[tuple[str, str]]]]

if TYPE_CHECKING:
    _BaseFormSet = forms.BaseFormSet["AttributeForm"]
else:
    _BaseFormSet = forms.BaseFormSet


class AskedOfField(forms.MultipleChoiceField):
    """A file or a row beside it may bring a label that is not there yet; `checked` has the word."""

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= LONGEST_NAME


class AttributeForm(StyledForm):
    """One attribute; `key` is empty for a new one, and comes from its name then."""

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    name = forms.CharField(max_length=LONGEST_NAME)
    kind = forms.ChoiceField(choices=list(KINDS.items()))
    on = AskedOfField(required=False, label="Asked of", widget=forms.SelectMultiple({"size": 4}))
    options = forms.CharField(
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 4, "placeholder": "A: Completely reliable"}),
    )
    is_retired = forms.BooleanField(required=False, label="Retired")

    def __init__(self, *args: Any, asked: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].choices = asked  # type: ignore[attr-defined]
        if self["key"].value():
            self.fields["kind"].widget = forms.HiddenInput()

    @property
    def kind_name(self) -> str:
        return KINDS.get(self["kind"].value() or "", "")

    def has_changed(self) -> bool:
        """A row that says no name is no attribute."""
        return bool(self.data.get(self.add_prefix("name"), "").strip()) or bool(
            self.data.get(self.add_prefix("key"))
        )


class _Attributes(_BaseFormSet):
    ordering_widget = OrderInput


AttributeFormSet = forms.formset_factory(
    AttributeForm,
    formset=_Attributes,
    extra=1,
    can_order=True,
    max_num=MOST_EVER,
    absolute_max=MOST_EVER,
)


def rows_of(shape: SchemeShape) -> Any:
    """What a scheme says of attributes."""
    initial = [
        {
            "key": each.key,
            "name": each.name,
            "kind": each.kind,
            "on": list(each.on),
            "options": "\n".join(option.words for option in each.in_use()),
            "is_retired": each.is_retired,
        }
        for each in shape.attributes
    ]
    return AttributeFormSet(initial=initial, prefix=PREFIX, form_kwargs={"asked": _asked(shape)})


def rows_in(data: QueryDict, present: SchemeShape) -> Any:
    """As sent."""
    return AttributeFormSet(data, prefix=PREFIX, form_kwargs={"asked": _asked(present)})


def shapes_in(rows: Any) -> tuple[AttributeShape, ...]:
    """What valid rows say."""
    said = [row.cleaned_data for row in rows.ordered_forms if row.has_changed()]
    return tuple(_shape(each) for each in said)


def _shape(said: dict[str, Any]) -> AttributeShape:
    options: tuple[OptionShape, ...] = ()
    if said["kind"] == CHOICE:
        options = options_in(said["options"])
    return AttributeShape(
        said["key"], said["name"], said["kind"], tuple(said["on"]), options, said["is_retired"]
    )


def _asked(shape: SchemeShape) -> Choices:
    """Claims, layers and labels."""
    layers = shape.layer_keys()
    labels = [(each.key, each.name) for each in shape.in_use()]
    return [
        (CLAIMS, "Claims"),
        *((f"{LAYER}{key}", f"All of {name}") for name, key in layers.items()),
        ("Labels", labels),
    ]
