"""A scheme as data: what a form or a file says, checked before anything is written. Pure.

As JSON: `{"format": "newsdesk-scheme", "has_claims": true, "guidelines": "…", "layers": [{"key",
"name", "labels": [{"key", "name", "tag", "colour", "shortcut", "is_retired", "hides_below"}]}]}`,
the scores below which claims are hidden, `claims_hide_below` and `own_voice_hides_below`, and the
`attributes` as annotations.attribute_shape says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from annotations import attribute_shape, scheme_colours
from annotations.attribute_shape import CLAIMS, KEY, LAYER, AttributeShape
from annotations.scheme_checks import BadScheme, free_key, refuse_twice

FORMAT = "newsdesk-scheme"
SHORTCUTS = (*"1234567890", *(f"shift+{digit}" for digit in "1234567890"))
MOST_LABELS = 60
MOST_GUIDELINES = 100_000
LENGTHS = {"key": 40, "name": 80, "tag": 6, "layer": 80}
LAYER_KEY = re.compile(r"[\w-]{1,40}")
_NOT_IN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class LabelShape:
    key: str
    name: str
    tag: str
    colour: str
    shortcut: str = ""
    is_retired: bool = False
    layer: str = "Entities"
    hides_below: float = 0.0


class LayerShape(NamedTuple):
    """`key` never changes."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class SchemeShape:
    """`labels` in the order in which they are shown; `layer` of each is its layer's name.

    `named` are the layers whose keys are known, in their order; any other comes behind them.
    `guidelines` are Markdown, beside the articles.

    Suggestions of a score under `hides_below` of their label are hidden, claims likewise.
    """

    labels: tuple[LabelShape, ...]
    has_claims: bool = True
    claims_hide_below: float = 0.0
    own_voice_hides_below: float = 0.0
    attributes: tuple[AttributeShape, ...] = ()
    named: tuple[LayerShape, ...] = ()
    guidelines: str = ""

    def thresholds(self) -> dict[str, float]:
        """By the keys of labels, and by what claims are called."""
        names = {label.key: label.hides_below for label in self.labels}
        return names | {
            "claims": self.claims_hide_below,
            "own-voice": self.own_voice_hides_below,
        }

    def in_use(self) -> Iterator[LabelShape]:
        return (label for label in self.labels if not label.is_retired)

    def layers(self) -> list[str]:
        """The names of the layers that have labels, in their order."""
        used = dict.fromkeys(label.layer for label in self.labels)
        first = [layer.name for layer in self.named if layer.name in used]
        return [*first, *(name for name in used if name not in first)]

    def layer_keys(self) -> dict[str, str]:
        """The key of each layer by its name."""
        known = {layer.name: layer.key for layer in self.named}
        return {name: known.get(name) or layer_key(name) for name in self.layers()}


def checked(shape: SchemeShape) -> SchemeShape:
    """The same with keys where there were none; attributes are asked of what there is. Raises
    BadScheme.
    """
    labels: list[LabelShape] = []
    for label in shape.labels:
        key = label.key or free_key(label.name, {each.key for each in labels})
        labels.append(_checked(replace(label, key=key)))
    if not (labels or shape.has_claims):
        raise BadScheme("A scheme without labels and without claims marks nothing.")
    if len(labels) > MOST_LABELS:
        raise BadScheme(f"A scheme has {MOST_LABELS} labels at most; these are {len(labels)}.")
    found = replace(shape, labels=tuple(labels))
    refuse_twice("key", (label.key for label in found.labels))
    refuse_twice("layer, but for signs and capitals", found.layer_keys().values())
    refuse_twice("name", (label.name.casefold() for label in found.in_use()))
    refuse_twice("tag", (label.tag.casefold() for label in found.in_use()))
    refuse_twice("digit", (label.shortcut for label in found.in_use() if label.shortcut))
    _check_layers(found)
    named = tuple(LayerShape(key, name) for name, key in found.layer_keys().items())
    known = {CLAIMS, *(f"{LAYER}{key}" for key, _ in named), *(label.key for label in labels)}
    asked = (
        replace(each, on=tuple(on for on in each.on if on in known)) for each in shape.attributes
    )
    return replace(found, named=named, attributes=attribute_shape.checked(asked))


def _check_layers(shape: SchemeShape) -> None:
    for name, key in shape.layer_keys().items():
        if not LAYER_KEY.fullmatch(key):
            raise BadScheme(f"The key of the layer “{name}” has to be of letters and digits.")


def layer_key(name: str) -> str:
    """Letters of any script stay, so that names which differ in them have keys that do."""
    return _NOT_IN_WORDS.sub("-", name.casefold()).strip("-")[:40] or "layer"


def as_json(shape: SchemeShape) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "has_claims": shape.has_claims,
        "claims_hide_below": shape.claims_hide_below,
        "own_voice_hides_below": shape.own_voice_hides_below,
        "guidelines": shape.guidelines,
        "layers": [
            {"key": key, "name": name, "labels": _labels_of(shape, name)}
            for name, key in shape.layer_keys().items()
        ],
        "attributes": [attribute_shape.to_json(attribute) for attribute in shape.attributes],
    }


def in_file(data: bytes) -> SchemeShape:
    """Raises BadScheme."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadScheme(f"This is not JSON: {error}.") from None
    return from_json(found)


def from_json(found: object) -> SchemeShape:
    """Raises BadScheme."""
    if not isinstance(found, dict) or not isinstance(found.get("layers"), list):
        raise BadScheme("A scheme is an object with a list of layers.")
    labels = tuple(
        _label(layer, each, f"label {number} of layer {place}")
        for place, layer in enumerate(found["layers"], 1)
        for number, each in enumerate(_listed(layer, place), 1)
    )
    guidelines = found.get("guidelines") or ""
    if not isinstance(guidelines, str) or len(guidelines) > MOST_GUIDELINES:
        raise BadScheme(f"The guidelines have to be a text of {MOST_GUIDELINES:,} signs at most.")
    shape = SchemeShape(
        labels,
        bool(found.get("has_claims", True)),
        _score(found.get("claims_hide_below"), "the claims"),
        _score(found.get("own_voice_hides_below"), "claims in the article’s own voice"),
        attribute_shape.from_json(found.get("attributes") or []),
        tuple(_layers_in(found["layers"])),
        guidelines,
    )
    return checked(shape)


def _layers_in(found: list[Any]) -> Iterator[LayerShape]:
    for place, layer in enumerate(found, 1):
        key, name = layer.get("key"), layer.get("name")
        if any(each is not None and not isinstance(each, str) for each in (key, name)):
            raise BadScheme(f"Key and name of layer {place} have to be texts.")
        if key and name:
            yield LayerShape(key, name)


def _score(found: object, of: str) -> float:
    if found is None:
        return 0.0
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 1:
        raise BadScheme(f"The score below which {of} are hidden has to be a number from 0 to 1.")
    return float(found)


def _labels_of(shape: SchemeShape, layer: str) -> list[dict[str, Any]]:
    rows = (asdict(label) for label in shape.labels if label.layer == layer)
    return [{name: row[name] for name in row if name != "layer"} for row in rows]


def _listed(layer: object, place: int) -> list[object]:
    labels = layer.get("labels") if isinstance(layer, dict) else None
    if not isinstance(labels, list):
        raise BadScheme(f"Layer {place} has no list of labels.")
    return labels


def _label(layer: dict[str, Any], found: object, place: str) -> LabelShape:
    if not isinstance(found, dict):
        raise BadScheme(f"The {place} is not an object.")
    values: dict[str, Any] = {"layer": layer.get("name") or "Entities"}
    for name in ("key", "name", "tag", "colour", "shortcut"):
        values[name] = found.get(name) or ""
    if wrong := [name for name, value in values.items() if not isinstance(value, str)]:
        raise BadScheme(f"The {wrong[0]} of {place} has to be a text.")
    try:
        values |= {
            "is_retired": bool(found.get("is_retired")),
            "hides_below": _score(found.get("hides_below"), "suggestions"),
        }
        return _checked(LabelShape(**values), new=True)
    except BadScheme as error:
        raise BadScheme(f"{str(error).rstrip('.')} ({place}).") from None


def _checked(label: LabelShape, *, new: bool = False) -> LabelShape:
    """Lengths, colour, digit and the form of the key; a new label may have no key yet."""
    called = f"“{label.name or label.key}”"
    for name, most in LENGTHS.items():
        value = getattr(label, name)
        if not value.strip() and not (new and name == "key"):
            raise BadScheme(f"The label {called} has no {name}.")
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            raise BadScheme(f"The {name} of a label has a character that is none.")
        if len(value) > most:
            raise BadScheme(f"The {name} of {called} is longer than {most} characters.")
    if label.key and not KEY.fullmatch(label.key):
        raise BadScheme(f"The key of {called} has to be of capitals, digits and underscores.")
    scheme_colours.check(label.colour, called)
    if label.shortcut not in ("", *SHORTCUTS):
        raise BadScheme(f"The key to press for {called} has to be a digit, or shift+digit.")
    return label
