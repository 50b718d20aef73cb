"""The page that changes a scheme: it tells first what it will touch."""

from __future__ import annotations

import json
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from annotations.attribute_shape import AttributeShape, OptionShape
from annotations.scheme_presets import ADMIRALTY, NEWS
from annotations.scheme_shape import LayerShape
from newsdesk.accounts.models import Project, User
from tests.annotations.schemes import change, posted, shape_of


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
