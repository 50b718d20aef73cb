"""What a change of the scheme will touch, in sentences, before it is made. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from annotations import attribute_changes
from annotations.attribute_shape import LAYER
from annotations.scheme_colours import words_of
from annotations.scheme_shape import LabelShape, SchemeShape

MOST_COUNTED = 1_000


def changes(
    before: SchemeShape,
    after: SchemeShape,
    used: Mapping[str, int],
    named: Collection[str] = (),
) -> list[str]:
    """One sentence for each thing that changes.

    `used` counts the marks of each label by its key; those `named` are retired, not deleted."""
    old = {label.key: label for label in before.labels}
    new = {label.key: label for label in after.labels}
    found = [f"“{label.name}” is added." for key, label in new.items() if key not in old]
    moved = _moved(before, after)
    for key, label in new.items():
        if key in old:
            found += _changed(old[key], label, _marks(used.get(key, 0)), is_moved=key in moved)
    found += [
        _left_out(label, used.get(key, 0), is_named=key in named or bool(used.get(key)))
        for key, label in old.items()
        if key not in new and not (label.is_retired and (key in named or used.get(key)))
    ]
    attributes = attribute_changes.changes(before.attributes, after.attributes, _names(after))
    return [
        *found,
        *_layers(before, after),
        *_claims(before, after),
        *_hidden(before, after),
        *_order(before, after),
        *attributes,
        *(["The guidelines change."] if before.guidelines != after.guidelines else []),
    ]


def _names(shape: SchemeShape) -> dict[str, str]:
    """What labels and layers are called, by how attributes name them."""
    layers = {f"{LAYER}{key}": name for name, key in shape.layer_keys().items()}
    return {label.key: label.name for label in shape.labels} | layers


def _layers(before: SchemeShape, after: SchemeShape) -> Iterator[str]:
    old = {key: name for name, key in before.layer_keys().items()}
    new = {key: name for name, key in after.layer_keys().items()}
    for key, name in new.items():
        if key not in old:
            yield f"The layer {name} is added."
        elif old[key] != name:
            yield f"The layer {old[key]} is called {name} from now on."
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield "The layers stand in another order."


def _moved(before: SchemeShape, after: SchemeShape) -> set[str]:
    """The labels whose layer is another one, whatever layers are called."""
    old, new = before.layer_keys(), after.layer_keys()
    was = {label.key: old[label.layer] for label in before.labels}
    return {label.key for label in after.labels if was.get(label.key) != new[label.layer]}


def _changed(old: LabelShape, new: LabelShape, marks: str, *, is_moved: bool) -> Iterator[str]:
    if new.is_retired and not old.is_retired:
        yield _retired(old, marks)
    if old.is_retired and not new.is_retired:
        yield f"“{new.name}” is in use again, with its {marks}."
    if old.name != new.name:
        yield f"“{old.name}” is called “{new.name}” from now on, in its {marks} too."
    if old.tag != new.tag:
        yield f"The tag of “{new.name}” becomes {new.tag}."
    if old.colour != new.colour:
        yield f"The colour of “{new.name}” becomes {words_of(new.colour)}."
    if old.shortcut != new.shortcut:
        yield f"“{new.name}” is chosen with {_digit(new.shortcut)}."
    if is_moved:
        yield f"“{new.name}” moves to the layer {new.layer}."


def _left_out(label: LabelShape, count: int, *, is_named: bool) -> str:
    if is_named:
        return _retired(label, _marks(count))
    return f"“{label.name}” is deleted; nothing was ever marked with it."


def _retired(label: LabelShape, marks: str) -> str:
    return (
        f"“{label.name}” is retired: what it marks ({marks}) stays and is exported, nobody can "
        "add more, and new suggestions leave it out."
    )


def _claims(before: SchemeShape, after: SchemeShape) -> Iterator[str]:
    if before.has_claims and not after.has_claims:
        yield "Claims are off: those that are there stay, new ones are neither suggested nor added."
    if after.has_claims and not before.has_claims:
        yield "Claims are on: they are suggested in new articles, and can be added."


def _hidden(before: SchemeShape, after: SchemeShape) -> Iterator[str]:
    names = {label.key: f"“{label.name}”" for label in after.labels}
    names |= {"claims": "claims", "own-voice": "claims in the article’s own voice"}
    old = before.thresholds()
    for key, score in after.thresholds().items():
        if score != old.get(key, 0.0):
            below = f"of a score under {score:.0%} are hidden" if score else "are all shown"
            yield f"Undecided suggestions of {names[key]} {below}."


def _order(before: SchemeShape, after: SchemeShape) -> Iterator[str]:
    old = [label.key for label in before.labels]
    new = [label.key for label in after.labels if label.key in old]
    if new != [key for key in old if key in new]:
        yield "The labels stand in another order."


def _marks(count: int) -> str:
    if count > MOST_COUNTED:
        return f"more than {MOST_COUNTED:,} marks".replace(",", "\u202f")
    return "1 mark" if count == 1 else f"{count or 'no'} marks"


def _digit(shortcut: str) -> str:
    return f"the digit {shortcut.replace('shift+', '⇧')}" if shortcut else "no digit"
