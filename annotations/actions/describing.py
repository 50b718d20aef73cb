"""The values that a claim or span is given by attributes of the scheme, checked against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from annotations import attribute_shape
from annotations.actions.errors import BadValue, UnknownAttribute
from annotations.attribute_shape import AttributeShape, Value
from annotations.models import Attribute, Label
from annotations.states import Json, valued, values_of
from articles.models import Document


def given(
    document: Document, attributes: Json, said: Mapping[str, str], *, label: int | None = None
) -> Json:
    """The attributes of a row with what was said; blank takes a value away, the rest stays.

    `label` is that of a span. Raises UnknownAttribute for what is not asked of it, and BadValue.
    """
    values = dict(values_of(attributes))
    changed = {
        key: words.strip()
        for key, words in said.items()
        if words.strip() != attribute_shape.said(values.get(key))
    }
    asked = _asked(document, label) if changed else {}
    for key, words in changed.items():
        if key not in asked:
            raise UnknownAttribute
        value = _read(asked[key], words)
        values.pop(key, None)
        if value is not None:
            values[key] = value
    return valued(attributes, values)


def kept(document: Document, found: Iterable[Json], label: int | None = None) -> Iterator[Json]:
    """The attributes of each span that gets this label, or claim, without what is not asked of it.

    The scheme is read once, if any of them has values.
    """
    every = [(attributes, values_of(attributes)) for attributes in found]
    asked = _asked(document, label) if any(values for _, values in every) else {}
    for attributes, values in every:
        yield valued(attributes, {key: value for key, value in values.items() if key in asked})


def _asked(document: Document, label: int | None) -> dict[str, AttributeShape]:
    """Those asked of claims, or of spans of a label, by their keys."""
    shapes = _shapes(document)
    if label is None:
        return {shape.key: shape for shape in shapes if shape.is_on_claims}
    place = Label.objects.values_list("key", "layer__key").get(pk=label)
    return {shape.key: shape for shape in shapes if shape.is_on(*place)}


def _shapes(document: Document) -> list[AttributeShape]:
    """Who opened the document to write to it has read them with it."""
    rows = vars(document).get("attribute_rows")
    if rows is None:
        found = Attribute.objects.of_project(document.project_id)
        rows = found.values(*attribute_shape.ROW)
    return [attribute_shape.of_row(row) for row in rows]


def _read(shape: AttributeShape, words: str) -> Value | None:
    """What is retired is not chosen anew, but can be taken away."""
    try:
        value = attribute_shape.read(shape, words)
    except ValueError as error:
        raise BadValue(str(error)) from None
    option = shape.option(value)
    if value is not None and (shape.is_retired or (option and option.is_retired)):
        raise BadValue(f"{shape.name} can be “{shape.words(value)}” no more.")
    return value
