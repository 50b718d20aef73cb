"""The rows of a scheme's form that are about layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from annotations.scheme_shape import LENGTHS, LayerShape, SchemeShape
from newsdesk.accounts.forms import StyledForm

PREFIX = "layers"

if TYPE_CHECKING:
    _BaseFormSet = forms.BaseFormSet["LayerForm"]
else:
    _BaseFormSet = forms.BaseFormSet


class LayerForm(StyledForm):
    """A layer that is there; labels that name it as it `was` called follow it."""

    key = forms.CharField(max_length=LENGTHS["key"], widget=forms.HiddenInput)
    was = forms.CharField(max_length=LENGTHS["layer"], widget=forms.HiddenInput)
    name = forms.CharField(max_length=LENGTHS["layer"])


class OrderInput(forms.NumberInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "input", "min": 1, **(attrs or {})})


class _Layers(_BaseFormSet):
    ordering_widget = OrderInput


LayerFormSet = forms.formset_factory(
    LayerForm, formset=_Layers, extra=0, can_order=True, max_num=100, absolute_max=100
)


def rows_of(shape: SchemeShape) -> Any:
    keys = shape.layer_keys().items()
    initial = [{"key": key, "was": name, "name": name} for name, key in keys]
    return LayerFormSet(initial=initial, prefix=PREFIX)


def shapes_in(rows: Any) -> tuple[LayerShape, ...]:
    """What valid rows say."""
    return tuple(LayerShape(each["key"], each["name"]) for each in _said(rows))


def renamed(rows: Any) -> dict[str, str]:
    """What each layer is called from now on, by how it was called."""
    return {each["was"]: each["name"] for each in _said(rows)}


def _said(rows: Any) -> list[dict[str, Any]]:
    return [row.cleaned_data for row in rows.ordered_forms]
