from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from annotations import scheme_colours
from annotations.actions import claims, schemes, suggestions
from annotations.actions.errors import ChangedSince, NoClaims
from annotations.attribute_shape import AttributeShape, OptionShape
from annotations.models import Attribute, Entity, Label, Layer, SchemeVersion
from annotations.scheme_changes import changes
from annotations.scheme_checks import BadScheme
from annotations.scheme_colours import DARK, LIGHT
from annotations.scheme_presets import ADMIRALTY, NEWS, PRESETS
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
from tests.factories import create_document, suggest_span
from tests.test_tokens import COLOURS

SHIP = LabelShape("", "Ship", "SHP", "law", "shift+2")
BOAT = LabelShape("", "Boat", "BOA", "law")


def change(project: Project, by: User, shape: SchemeShape, seen: int = 1) -> int:
    return schemes.change(project=project, shape=shape, seen_number=seen, by=by)


def shape_of(project: Project) -> SchemeShape:
    return schemes.shape_of(project.scheme)


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


def posted(client: Client, project: Project, **values: object) -> dict[str, object]:
    """What the page's form would send."""
    response = client.get(reverse("annotations:scheme", args=[project.slug]))
    rows = response.context["rows"]
    sent: dict[str, object] = {"seen_number": 1, "has_claims": "on"}
    tables = (rows.labels, rows.layers, rows.attributes)
    for row in [each for table in tables for each in (table.management_form, *table)]:
        found = {row.add_prefix(name): row[name].value() for name in row.fields}
        sent |= {name: value for name, value in found.items() if value not in (None, "")}
    return sent | values


def test_the_page_tells_before_it_saves(client: Client, project: Project, manager: User) -> None:
    client.force_login(manager)
    address = reverse("annotations:scheme", args=[project.slug])
    sent = posted(client, project, **{"labels-0-name": "Human"})

    told = client.post(address, sent)
    assert "“Person” is called “Human”" in told.content.decode()
    assert shape_of(project) == NEWS

    confirmed = {**sent, "confirmed": told.context["digest"]}
    other = client.post(address, {**confirmed, "labels-1-name": "Body"})
    assert "“Organisation” is called “Body”" in other.content.decode()
    assert shape_of(project) == NEWS
    assert client.post(address, confirmed).status_code == 302
    assert shape_of(project).labels[0].name == "Human"


def test_the_page_says_what_cannot_be(client: Client, project: Project, manager: User) -> None:
    client.force_login(manager)
    sent = posted(client, project, **{"labels-0-tag": "ORG"})

    response = client.post(reverse("annotations:scheme", args=[project.slug]), sent)

    assert response.status_code == 422
    assert "same tag: org" in response.content.decode()
    assert shape_of(project) == NEWS


def test_a_preset_and_a_file_fill_the_form_and_save_nothing(
    client: Client, project: Project, manager: User
) -> None:
    client.force_login(manager)
    preset = client.get(reverse("annotations:scheme", args=[project.slug]), {"preset": "names"})
    assert "Claims are off" in preset.content.decode()

    exported = client.get(reverse("annotations:export-scheme", args=[project.slug])).json()
    exported["layers"][0]["labels"][0]["colour"] = "law"
    file = SimpleUploadedFile("scheme.json", json.dumps(exported).encode())
    filled = client.post(reverse("annotations:scheme-file", args=[project.slug]), {"file": file})

    assert "The colour of “Person” becomes brown." in filled.content.decode()
    assert shape_of(project) == NEWS


def test_adding_attributes_keeps_what_is_in_the_form(
    client: Client, project: Project, manager: User
) -> None:
    retired = tuple(replace(each, is_retired=True) for each in ADMIRALTY)
    change(project, manager, replace(NEWS, attributes=retired[:1]))
    client.force_login(manager)
    address = reverse("annotations:scheme", args=[project.slug])
    sent = posted(client, project, seen_number=2, add="admiralty", **{"labels-0-name": "Human"})

    told = client.post(address, sent)
    assert "“Person” is called “Human”" in told.content.decode()
    added = [row["name"].value() for row in told.context["rows"].attributes]
    assert added[:2] == [each.name for each in ADMIRALTY]
    assert not told.context["rows"].attributes[0]["is_retired"].value()

    wrong = client.post(address, {**sent, "labels-0-tag": "ORG"})
    assert wrong.status_code == 422
    assert 'value="Human"' in wrong.content.decode()
    assert shape_of(project).labels == NEWS.labels


def test_a_file_that_says_what_is_saved_is_said_to_change_nothing(
    client: Client, project: Project, manager: User
) -> None:
    client.force_login(manager)
    exported = client.get(reverse("annotations:export-scheme", args=[project.slug])).content
    file = SimpleUploadedFile("scheme.json", exported)
    address = reverse("annotations:scheme-file", args=[project.slug])

    assert "Nothing would change" in client.post(address, {"file": file}).content.decode()
    page = client.get(reverse("annotations:scheme", args=[project.slug]))
    assert "Nothing would change" not in page.content.decode()


def test_guidelines_belong_to_the_scheme_and_its_versions(
    client: Client, project: Project, manager: User
) -> None:
    client.force_login(manager)
    address = reverse("annotations:scheme", args=[project.slug])
    sent = posted(client, project, guidelines="# Names\r\nMark all.")
    told = client.post(address, sent)
    assert "The guidelines change." in told.content.decode()
    client.post(address, {**sent, "confirmed": told.context["digest"]})

    project.refresh_from_db()
    assert project.guidelines == "# Names\nMark all."
    exported = client.get(reverse("annotations:export-scheme", args=[project.slug])).json()
    assert exported["guidelines"] == project.guidelines

    change(project, manager, replace(NEWS, guidelines="Mark none."), seen=2)
    earlier = client.get(address, {"version": 2}).content.decode()
    assert "The guidelines change." in earlier
    assert "Mark all." in earlier
    assert client.get(address, {"version": 9}).status_code == 404


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    client: Client, project: Project, manager: User
) -> None:
    client.force_login(manager)
    file = SimpleUploadedFile("scheme.json", b"{}")

    response = client.post(reverse("annotations:scheme-file", args=[project.slug]), {"file": file})

    assert response.status_code == 422
    assert "list of layers" in response.content.decode()


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


# Attributes, layers and colours of one's own

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


def test_a_colour_of_ones_own_has_its_contrast_measured() -> None:
    for own, said in (
        (
            "#999999/#ffffff",
            "light colour of “Ship”, #999999, has a contrast of 2.72 to 1",
        ),
        ("#000000/#333333", "dark colour of “Ship”, #333333"),
        ("#7c4faf/red", "#rrggbb/#rrggbb"),
        ("#7C4FAF/#CD99FF", "#rrggbb/#rrggbb"),
    ):
        with pytest.raises(BadScheme, match=said):
            checked(SchemeShape((replace(SHIP, colour=own),)))
    assert checked(SchemeShape((replace(SHIP, colour="#7c4faf/#cd99ff"),)))


def test_the_colours_of_the_palette_would_pass_as_ones_own() -> None:
    for light, dark in (COLOURS[name] for name in scheme_colours.COLOURS):
        scheme_colours.check(f"{light}/{dark}", "it")
    assert (f"#{LIGHT.paper}", f"#{DARK.paper}") == COLOURS["paper"]
    assert (f"#{LIGHT.current}", f"#{DARK.current}") == COLOURS["current"]


def test_colours_of_ones_own_have_a_style_sheet(
    client: Client, project: Project, manager: User
) -> None:
    ship = replace(SHIP, colour="#7c4faf/#cd99ff", layer="Themes")
    change(project, manager, replace(NEWS, labels=(*NEWS.labels, ship)))
    document = create_document("The Kursk sank.", project=project)
    Hand(document, manager).add("Kursk", "SHIP")
    client.force_login(manager)

    page = client.get(f"/projects/{project.slug}/articles/{document.article_id}/").content.decode()
    assert 'href="/colours/x-7c4faf-cd99ff.css"' in page
    assert "f-x-7c4faf-cd99ff k1-x-7c4faf-cd99ff" in page
    sheet = client.get("/colours/x-7c4faf-cd99ff.css")
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    assert ".k1-x-7c4faf-cd99ff { --k1: light-dark(#7c4faf, #cd99ff); }" in sheet.content.decode()
    assert client.get("/colours/x-7c4faf-cd99ff+}.css").status_code == 404


def test_rows_of_the_page_make_layers_attributes_and_a_colour(
    client: Client, project: Project, manager: User
) -> None:
    client.force_login(manager)
    address = reverse("annotations:scheme", args=[project.slug])
    said = {
        "layers-0-name": "Names",
        "labels-1-layer": "Bodies",
        "labels-0-colour": "own",
        "labels-0-own_light": "#7C4FAF",
        "labels-0-own_dark": "#cd99ff",
        "attributes-0-name": "Reliable",
        "attributes-0-kind": "choice",
        "attributes-0-on": ["claims", "ORG"],
        "attributes-0-options": "A: Very\nNot at all",
    }
    sent = posted(client, project, **said)
    told = client.post(address, sent)
    assert client.post(address, {**sent, "confirmed": told.context["digest"]}).status_code == 302

    shape = shape_of(project)
    assert shape.labels[0].colour == "#7c4faf/#cd99ff"
    assert shape.named == (LayerShape("entities", "Names"), LayerShape("bodies", "Bodies"))
    assert shape.attributes == (
        AttributeShape(
            "RELIABLE",
            "Reliable",
            "choice",
            ("claims", "ORG"),
            (OptionShape("A", "Very"), OptionShape("NOT_AT_ALL", "Not at all")),
        ),
    )


def test_ready_made_attributes_are_added_once(
    client: Client, project: Project, manager: User
) -> None:
    client.force_login(manager)
    address = reverse("annotations:scheme", args=[project.slug])
    change(project, manager, replace(NEWS, attributes=ADMIRALTY))

    sent = posted(client, project, seen_number=2)

    same = client.post(address, {**sent, "add": "admiralty"}).context["changes"]
    more = client.post(address, {**sent, "add": "checkable"}).context["changes"]

    assert same == []
    assert "The attribute “Checkable” is added, for claims." in more
    assert not any("retired" in each for each in more)
