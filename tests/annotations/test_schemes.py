"""A scheme, its versions and its file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions import claims, schemes, suggestions
from annotations.actions.errors import ChangedSince, NoClaims
from annotations.models import Entity, Label, Layer, SchemeVersion
from annotations.scheme_changes import changes
from annotations.scheme_checks import BadScheme
from annotations.scheme_presets import NEWS, PRESETS
from annotations.scheme_shape import (
    LabelShape,
    LayerShape,
    SchemeShape,
    as_json,
    checked,
    from_json,
    in_file,
)
from annotations.suggest import suggest
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand
from tests.annotations.schemes import BOAT, SHIP, change, shape_of
from tests.factories import create_document, suggest_span


def test_a_project_begins_with_the_scheme_for_news(project: Project) -> None:
    assert shape_of(project) == NEWS
    assert SchemeVersion.objects.get(scheme__project=project).snapshot == as_json(NEWS)


def test_a_change_is_the_next_version_and_told_to_the_history(
    project: Project, manager: User
) -> None:
    number = change(project, manager, replace(NEWS, labels=(*NEWS.labels, SHIP)))

    assert number == 2
    assert shape_of(project).labels[-1] == replace(SHIP, key="SHIP")
    event = Event.objects.get(verb="scheme.change")
    assert event.before == as_json(NEWS)
    assert (event.after or {})["number"] == 2


def test_nothing_changed_makes_no_version(project: Project, manager: User) -> None:
    assert change(project, manager, NEWS) == 1
    assert SchemeVersion.objects.filter(scheme__project=project).count() == 1


def test_a_label_keeps_its_row_and_a_used_one_is_retired_not_deleted(
    project: Project, manager: User
) -> None:
    suggest_span(create_document("Rex Tillerson spoke.", project=project), "Rex Tillerson")
    before = Label.objects.of_project(project).in_bulk(field_name="id")
    only = tuple(label for label in NEWS.labels if label.key in {"ORG", "GPE"})

    change(project, manager, replace(NEWS, labels=only[::-1]))

    assert [(each.key, each.is_retired) for each in shape_of(project).labels] == [
        ("GPE", False),
        ("ORG", False),
        ("PERSON", True),
    ]
    assert set(Label.objects.of_project(project).values_list("pk", flat=True)) < set(before)


def test_a_label_that_only_an_entity_has_is_retired(project: Project, manager: User) -> None:
    [place] = Label.objects.of_project(project).filter(key="GPE")
    Entity.objects.create(project=project, label=place, name="Rome", normalised_name="rome")

    change(project, manager, SchemeShape(NEWS.labels[:1]))

    assert [each.key for each in shape_of(project).labels] == ["PERSON", "GPE"]


def test_layers_have_names_of_any_script(project: Project, manager: User) -> None:
    labels = (replace(SHIP, layer="Имена"), replace(BOAT, layer="События"))

    change(project, manager, SchemeShape(labels))

    assert shape_of(project).layers() == ["Имена", "События"]


def test_what_undo_would_bring_back_under_a_deleted_label_is_refused(
    project: Project, manager: User, annotator: User
) -> None:
    change(project, manager, replace(NEWS, labels=(*NEWS.labels, SHIP)))
    hand = Hand(create_document("The Kursk sank.", project=project), annotator)
    hand.remove(hand.add("Kursk", "SHIP"))
    Entity.objects.all().delete()  # else the label that it has is retired
    change(project, manager, NEWS, seen=2)

    with pytest.raises(ChangedSince):
        hand.undo()


def test_a_stale_change_is_refused(project: Project, manager: User) -> None:
    change(project, manager, replace(NEWS, has_claims=False))

    with pytest.raises(schemes.SchemeChangedMeanwhile):
        change(project, manager, NEWS, seen=1)


def test_labels_of_a_layer_stand_together(project: Project, manager: User) -> None:
    theme = replace(SHIP, layer="Themes")
    last = replace(SHIP, name="Boat", tag="BOA", shortcut="")

    change(project, manager, SchemeShape((NEWS.labels[0], theme, last)))

    assert [(each.name, each.layer) for each in shape_of(project).labels] == [
        ("Person", "Entities"),
        ("Boat", "Entities"),
        ("Ship", "Themes"),
    ]


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([replace(SHIP, colour="mauve")], "colour of “Ship”"),
        ([replace(SHIP, name=" ")], "has no name"),
        ([replace(SHIP, tag="SHIPPING")], "longer than 6"),
        ([replace(SHIP, shortcut="x")], "digit"),
        ([replace(SHIP, key="ship")], "capitals"),
        ([replace(SHIP, name="\ud800")], "character that is none"),
        ([SHIP, replace(BOAT, layer="entities!")], "same layer"),
        ([SHIP, SHIP], "same name: ship"),
        ([SHIP, replace(SHIP, name="Boat", tag="BOA")], "same digit"),
        ([replace(SHIP, name=f"S{n}", tag=f"S{n}", shortcut="") for n in range(61)], "60 labels"),
    ],
)
def test_a_scheme_that_cannot_be_says_why(labels: list[LabelShape], said: str) -> None:
    with pytest.raises(BadScheme, match=said):
        checked(SchemeShape(tuple(labels)))


def test_keys_come_from_names_and_are_never_taken_twice() -> None:
    labels = (replace(SHIP, name="Überseehafen 2"), replace(SHIP, name="!", tag="X", shortcut=""))
    again = replace(SHIP, name="bersee hafen 2", tag="Y", shortcut="")

    keys = [label.key for label in checked(SchemeShape((*labels, again))).labels]

    assert keys == ["BERSEEHAFEN_2", "L", "BERSEE_HAFEN_2"]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_scheme_survives_its_file(preset: str) -> None:
    shape = PRESETS[preset].shape

    assert from_json(as_json(shape)) == shape


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "list of layers"),
        (b'{"layers": [1]}', "Layer 1"),
        (b'{"layers": [{"labels": [1]}]}', "label 1 of layer 1"),
        (b'{"layers": [{"labels": [{"name": 1}]}]}', "name of label 1 of layer 1"),
        (b'{"layers": [{"labels": [{"name": "A", "tag": "A"}]}]}', "label 1 of layer 1"),
        (b'{"layers": [], "guidelines": 1}', "guidelines"),
        (b'{"layers": [], "claims_hide_below": 2}', "number from 0 to 1"),
        (b'{"layers": [], "own_voice_hides_below": true}', "own voice are hidden"),
    ],
)
def test_a_file_that_is_no_scheme_says_where(data: bytes, said: str) -> None:
    with pytest.raises(BadScheme, match=said):
        in_file(data)


def test_what_a_change_touches_is_told() -> None:
    after = SchemeShape(
        (
            replace(NEWS.labels[1], name="Body", shortcut="9"),
            replace(NEWS.labels[0], is_retired=True, colour="law"),
            replace(SHIP, key="SHIP"),
        ),
        has_claims=False,
        claims_hide_below=0.35,
    )

    found = changes(SchemeShape(NEWS.labels[:3]), after, {"PERSON": 1, "ORG": 2000})

    assert found == [
        "“Ship” is added.",
        "“Organisation” is called “Body” from now on, in its more than 1\u202f000 marks too.",
        "“Body” is chosen with the digit 9.",
        "“Person” is retired: what it marks (1 mark) stays and is exported, nobody can add more, "
        "and new suggestions leave it out.",
        "The colour of “Person” becomes brown.",
        "“Country or city” is deleted; nothing was ever marked with it.",
        "Claims are off: those that are there stay, new ones are neither suggested nor added.",
        "Undecided suggestions of claims of a score under 35% are hidden.",
        "The labels stand in another order.",
    ]


def test_where_claims_are_off_none_is_suggested_or_added(
    client: Client, project: Project, manager: User
) -> None:
    change(project, manager, replace(NEWS, has_claims=False))
    document = create_document("Rex Tillerson said that sales rose.", project=project)

    made = suggestions.save(document, suggest(document.text))

    assert made is not None
    assert made.spans.exists()
    assert not made.claims.exists()
    with pytest.raises(NoClaims):
        claims.add(
            document=document, by=manager, seen_version=0, content=[(20, 34)], speech="indirect"
        )
    client.force_login(manager)
    page = client.get(reverse("annotations:reader", args=[project.slug, document.article_id]))
    assert 'data-act="undo"' in page.content.decode()
    assert "</kbd> Claim</button>" not in page.content.decode()


def test_a_layer_keeps_its_key_when_it_is_called_otherwise(project: Project, manager: User) -> None:
    theme = replace(SHIP, layer="Themes")
    change(project, manager, replace(NEWS, labels=(*NEWS.labels, theme)))
    before = shape_of(project)
    labels = tuple(
        replace(each, layer="Names" if each.layer == "Entities" else each.layer)
        for each in before.labels
    )
    named = (before.named[1], LayerShape("entities", "Names"))
    after = replace(before, labels=labels, named=named)

    assert changes(before, after, {}) == [
        "The layer Entities is called Names from now on.",
        "The layers stand in another order.",
    ]
    change(project, manager, after, seen=2)

    layers = Layer.objects.filter(scheme__project=project).values_list("key", "name")
    assert list(layers) == [("themes", "Themes"), ("entities", "Names")]
