"""What a change of attributes will touch, in sentences. Pure.

None is ever deleted, nor an option of one: values may name them, and undo may bring such back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from annotations.attribute_shape import CHOICE, CLAIMS, LAYER, AttributeShape


def keeping(
    wanted: Sequence[AttributeShape], before: Sequence[AttributeShape]
) -> tuple[AttributeShape, ...]:
    """With what is left out, retired: attributes at the end, options too."""
    old = {each.key: each for each in before}
    named = {each.key for each in wanted}
    found = (_with_options(each, old[each.key]) if each.key in old else each for each in wanted)
    left = (replace(each, is_retired=True) for each in before if each.key not in named)
    return (*found, *left)


def _with_options(wanted: AttributeShape, before: AttributeShape) -> AttributeShape:
    if wanted.kind != CHOICE:
        return wanted
    named = {option.key for option in wanted.options}
    left = (option for option in before.options if option.key not in named)
    retired = (replace(option, is_retired=True) for option in left)
    return replace(wanted, options=(*wanted.options, *retired))


def changes(
    before: Sequence[AttributeShape], after: Sequence[AttributeShape], names: Mapping[str, str]
) -> Iterator[str]:
    """`names` are what labels and layers are called, by how `on` names them."""
    old = {each.key: each for each in before}
    kept = keeping(after, before)
    for each in kept:
        if each.key in old:
            yield from _changed(old[each.key], each, names)
        else:
            yield f"The attribute “{each.name}” is added, for {_on(each, names)}."
    if [each.key for each in before] != [each.key for each in kept if each.key in old]:
        yield "The attributes stand in another order."


def _changed(old: AttributeShape, new: AttributeShape, names: Mapping[str, str]) -> Iterator[str]:
    if new.is_retired and not old.is_retired:
        yield (
            f"The attribute “{old.name}” is retired: its values stay and are exported, nobody can "
            "add more."
        )
    if old.is_retired and not new.is_retired:
        yield f"The attribute “{new.name}” is in use again."
    if old.name != new.name:
        yield f"The attribute “{old.name}” is called “{new.name}” from now on."
    if set(old.on) != set(new.on):
        yield f"“{new.name}” is asked of {_on(new, names)}; values elsewhere stay."
    yield from _options(old, new)


def _options(old: AttributeShape, new: AttributeShape) -> Iterator[str]:
    was = {option.key: option for option in old.options}
    for option in new.options:
        before = was.get(option.key)
        if before is None or (before.is_retired and not option.is_retired):
            yield f"“{new.name}” can be “{option.words}”."
        elif option.is_retired and not before.is_retired:
            yield f"“{new.name}” can be “{before.words}” no more; where it is, it stays."
        elif before.name != option.name:
            yield f"“{before.words}” of “{new.name}” is called “{option.name}” from now on."
    both = [option.key for option in new.in_use() if option.key in was]
    if both != [option.key for option in old.options if option.key in both]:
        yield f"The options of “{new.name}” stand in another order."


def _on(attribute: AttributeShape, names: Mapping[str, str]) -> str:
    return ", ".join(_called(each, names) for each in attribute.on) or "nothing"


def _called(on: str, names: Mapping[str, str]) -> str:
    if on == CLAIMS:
        return "claims"
    name = names.get(on, on.removeprefix(LAYER))
    return f"the layer {name}" if on.startswith(LAYER) else f"“{name}”"
