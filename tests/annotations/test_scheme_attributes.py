"""Attributes of a scheme and their options."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotations.attribute_shape import AttributeShape, OptionShape
from annotations.models import Attribute, SchemeVersion
from annotations.scheme_changes import changes
from annotations.scheme_checks import BadScheme
from annotations.scheme_presets import NEWS
from annotations.scheme_shape import as_json, checked, from_json
from newsdesk.accounts.models import Project, User
from tests.annotations.schemes import change, shape_of

CHECKABLE = AttributeShape("CHECKABLE", "Checkable", "yesno")
RELIABLE = AttributeShape(
    "RELIABLE",
    "Reliable",
    "choice",
    ("PERSON",),
    (OptionShape("A", "Very"), OptionShape("B", "So")),
)


ASKING = replace(NEWS, attributes=(CHECKABLE, RELIABLE))


def test_attributes_are_kept_with_the_version_and_survive_a_file(
    project: Project, manager: User
) -> None:
    change(project, manager, ASKING)

    assert shape_of(project) == ASKING
    version = SchemeVersion.objects.get(scheme__project=project, number=2)
    assert version.snapshot == as_json(ASKING)
    assert from_json(as_json(ASKING)) == ASKING


def test_what_is_left_out_is_retired_an_option_too(project: Project, manager: User) -> None:
    change(project, manager, ASKING)
    only = replace(RELIABLE, options=(OptionShape("C", "No"), RELIABLE.options[0]))
    change(project, manager, replace(NEWS, attributes=(only,)), seen=2)

    reliable, checkable = shape_of(project).attributes
    assert checkable == replace(CHECKABLE, is_retired=True)
    assert [(each.key, each.is_retired) for each in reliable.options] == [
        ("C", False),
        ("A", False),
        ("B", True),
    ]
    rows = Attribute.objects.of_project(project)
    assert [each.key for each in rows] == ["RELIABLE", "CHECKABLE"]


def test_a_kind_never_changes(project: Project, manager: User) -> None:
    change(project, manager, ASKING)

    with pytest.raises(BadScheme, match="kind of “Checkable” cannot change"):
        change(project, manager, replace(NEWS, attributes=(replace(CHECKABLE, kind="text"),)), 2)


def test_an_attribute_is_asked_of_what_there_is(project: Project, manager: User) -> None:
    asked = replace(CHECKABLE, on=("claims", "GONE", "PERSON", "layer:entities", "layer:gone"))
    change(project, manager, replace(NEWS, attributes=(asked,)))

    (found,) = shape_of(project).attributes
    assert found.on == ("claims", "PERSON", "layer:entities")
    with pytest.raises(BadScheme, match="asked of"):
        checked(replace(NEWS, attributes=(replace(CHECKABLE, on=("GONE",)),)))


@pytest.mark.parametrize(
    ("attribute", "said"),
    [
        (replace(CHECKABLE, name=" "), "is empty"),
        (replace(CHECKABLE, key="checkable"), "capitals"),
        (replace(CHECKABLE, kind="number"), "kind of “Checkable”"),
        (replace(CHECKABLE, options=RELIABLE.options), "only a choice has"),
        (replace(RELIABLE, options=()), "no options"),
        (replace(RELIABLE, options=RELIABLE.options[:1] * 2), "two of the same option"),
        (replace(RELIABLE, options=(OptionShape("ä", "x"),)), "letters and digits"),
    ],
)
def test_an_attribute_that_cannot_be_says_why(attribute: AttributeShape, said: str) -> None:
    with pytest.raises(BadScheme, match=said):
        checked(replace(NEWS, attributes=(attribute,)))
    with pytest.raises(BadScheme, match="same key of attributes"):
        checked(replace(NEWS, attributes=(CHECKABLE, CHECKABLE)))


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        (1, "have to be a list"),
        ([1], "Attribute 1 is not an object"),
        ([{"name": 1}], "name of attribute 1"),
        ([{"name": "A", "kind": "yesno", "on": "claims"}], "list of texts"),
        ([{"name": "A", "kind": "choice", "options": [1]}], "a key and a name each"),
    ],
)
def test_a_file_with_bad_attributes_says_where(attributes: object, said: str) -> None:
    with pytest.raises(BadScheme, match=said):
        from_json({"layers": [], "attributes": attributes})


def test_what_a_change_of_attributes_touches_is_told() -> None:
    after = (
        replace(
            RELIABLE,
            name="Sure",
            on=("claims", "layer:entities"),
            options=(OptionShape("A", "Quite"), OptionShape("C", "No")),
        ),
        AttributeShape("TOPIC", "Topic", "text", ("PERSON",)),
    )

    assert changes(ASKING, replace(NEWS, attributes=after), {}) == [
        "The attribute “Reliable” is called “Sure” from now on.",
        "“Sure” is asked of claims, the layer Entities; values elsewhere stay.",
        "“A: Very” of “Sure” is called “Quite” from now on.",
        "“Sure” can be “C: No”.",
        "“Sure” can be “B: So” no more; where it is, it stays.",
        "The attribute “Topic” is added, for “Person”.",
        "The attribute “Checkable” is retired: its values stay and are exported, nobody can add "
        "more.",
        "The attributes stand in another order.",
    ]
